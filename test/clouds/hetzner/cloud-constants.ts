/** What is the same in all objects of the simulated Hetzner Cloud. */

/** When everything was made. */
export const CREATED = '2026-01-05T10:00:00+00:00';

/** The one location. */
export const LOCATION = {
  id: 1,
  name: 'fsn1',
  description: 'Falkenstein DC Park 1',
  country: 'DE',
  city: 'Falkenstein',
  latitude: 50.47612,
  longitude: 12.370071,
  network_zone: 'eu-central',
};

const PRICE = { net: '1.0000', gross: '1.1900' };
const PRICES = [
  {
    location: 'fsn1',
    price_hourly: PRICE,
    price_monthly: PRICE,
    included_traffic: 654321,
    price_per_tb_traffic: PRICE,
  },
];

/** The one type of server. */
export const SERVER_TYPE = {
  id: 104,
  name: 'cx22',
  description: 'CX22',
  cores: 2,
  memory: 4,
  disk: 40,
  deprecated: false,
  prices: PRICES,
  storage_type: 'local',
  cpu_type: 'shared',
  category: 'Shared vCPU',
  architecture: 'x86',
  deprecation: null,
  locations: [{ id: 1, name: 'fsn1', deprecation: null, recommended: true, available: true }],
};

/** What every server runs. */
export const IMAGE = {
  id: 114690387,
  type: 'system',
  status: 'available',
  name: 'debian-12',
  description: 'Debian 12',
  image_size: null,
  disk_size: 5,
  created: CREATED,
  created_from: null,
  bound_to: null,
  os_flavor: 'debian',
  os_version: '12',
  rapid_deploy: true,
  protection: { delete: false },
  deprecated: null,
  deleted: null,
  labels: {},
  architecture: 'x86',
};

/** The one type of load balancer. */
export const LOAD_BALANCER_TYPE = {
  id: 1,
  name: 'lb11',
  description: 'LB11',
  max_connections: 20000,
  max_services: 5,
  max_targets: 25,
  max_assigned_certificates: 10,
  deprecated: null,
  prices: PRICES,
};

/** The one type of Storage Box. */
export const STORAGE_BOX_TYPE = {
  id: 42,
  name: 'bx11',
  description: 'BX11',
  snapshot_limit: 10,
  automatic_snapshot_limit: 10,
  subaccounts_limit: 100,
  size: 1073741824,
  prices: [{ location: 'fsn1', price_hourly: PRICE, price_monthly: PRICE, setup_fee: PRICE }],
  deprecation: null,
};
