import { TransportSet } from '@netposture/network/netset';

/** Why a service does not belong on the internet. `web` is judged by declaration alone. */
export type ServiceClass = 'administrative' | 'data' | 'infrastructure' | 'web';

/** One row of the table. */
export interface SensitiveService {
  readonly name: string;
  readonly class: ServiceClass;
  readonly transport: TransportSet;
  /** Where the port is registered or documented. */
  readonly source: string;
}

const IANA = 'https://www.iana.org/assignments/service-names-port-numbers/';

function row(name: string, kind: ServiceClass, transport: string, source = IANA): SensitiveService {
  return { name, class: kind, transport: TransportSet.parse(transport), source };
}

/** Services that are sensitive on the internet, by the port they usually have. */
export const SENSITIVE_SERVICES: readonly SensitiveService[] = [
  row('SSH', 'administrative', 'tcp 22'),
  row('Telnet', 'administrative', 'tcp 23'),
  row('RDP', 'administrative', 'tcp 3389; udp 3389'),
  row('WinRM', 'administrative', 'tcp 5985-5986'),
  row('VNC', 'administrative', 'tcp 5500,5900-5999'),
  row(
    'Docker',
    'administrative',
    'tcp 2375-2376',
    'https://docs.docker.com/engine/daemon/remote-access/',
  ),
  row(
    'kubelet',
    'administrative',
    'tcp 10250',
    'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
  ),
  row(
    'Kubernetes API',
    'administrative',
    'tcp 6443',
    'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
  ),
  row(
    'etcd',
    'administrative',
    'tcp 2379-2380',
    'https://etcd.io/docs/v3.6/op-guide/configuration/',
  ),
  row(
    'Salt',
    'administrative',
    'tcp 4505-4506',
    'https://docs.saltproject.io/en/latest/topics/tutorials/firewall.html',
  ),
  row('rsync', 'administrative', 'tcp 873'),
  row('IPMI', 'administrative', 'udp 623'),
  row('X11', 'administrative', 'tcp 6000-6063'),
  row('MySQL', 'data', 'tcp 3306'),
  row('PostgreSQL', 'data', 'tcp 5432'),
  row('SQL Server', 'data', 'tcp 1433; udp 1434'),
  row('Oracle', 'data', 'tcp 1521-1522,2483-2484'),
  row(
    'MongoDB',
    'data',
    'tcp 27017-27019',
    'https://www.mongodb.com/docs/manual/reference/default-mongodb-port/',
  ),
  row(
    'Redis or Valkey',
    'data',
    'tcp 6379',
    'https://redis.io/docs/latest/operate/oss_and_stack/management/config/',
  ),
  row('Memcached', 'data', 'tcp 11211; udp 11211', 'https://docs.memcached.org/'),
  row(
    'Elasticsearch or OpenSearch',
    'data',
    'tcp 9200,9300',
    'https://docs.opensearch.org/latest/install-and-configure/configuring-opensearch/network-settings/',
  ),
  row(
    'Cassandra',
    'data',
    'tcp 7000-7001,7199,9042,9160',
    'https://cassandra.apache.org/doc/latest/cassandra/overview/faq/',
  ),
  row('Kafka', 'data', 'tcp 9092-9098', 'https://kafka.apache.org/documentation/'),
  row('RabbitMQ', 'data', 'tcp 5672,15672,25672', 'https://www.rabbitmq.com/docs/networking'),
  row('NATS', 'data', 'tcp 4222', 'https://docs.nats.io/running-a-nats-service/configuration'),
  row(
    'ClickHouse',
    'data',
    'tcp 8123,9000',
    'https://clickhouse.com/docs/guides/sre/network-ports',
  ),
  row(
    'Neo4j',
    'data',
    'tcp 7474,7687',
    'https://neo4j.com/docs/operations-manual/current/configuration/ports/',
  ),
  row(
    'InfluxDB',
    'data',
    'tcp 8086',
    'https://docs.influxdata.com/influxdb/v2/reference/config-options/',
  ),
  row('CouchDB', 'data', 'tcp 5984', 'https://docs.couchdb.org/en/stable/config/http.html'),
  row('Qdrant', 'data', 'tcp 6333-6334', 'https://qdrant.tech/documentation/guides/configuration/'),
  row('FTP', 'infrastructure', 'tcp 20-21'),
  row('SMTP', 'infrastructure', 'tcp 25'),
  row('DNS', 'infrastructure', 'tcp 53; udp 53'),
  row('POP3', 'infrastructure', 'tcp 110'),
  row('rpcbind', 'infrastructure', 'tcp 111; udp 111'),
  row('MS-RPC', 'infrastructure', 'tcp 135'),
  row('NetBIOS', 'infrastructure', 'tcp 137-139; udp 137-138'),
  row('IMAP', 'infrastructure', 'tcp 143'),
  row('SNMP', 'infrastructure', 'udp 161'),
  row('LDAP', 'infrastructure', 'tcp 389,636; udp 389'),
  row('Kerberos', 'infrastructure', 'tcp 88,464; udp 88,464'),
  row('SMB', 'infrastructure', 'tcp 445'),
  row('NFS', 'infrastructure', 'tcp 2049; udp 2049'),
  row(
    'Hadoop',
    'infrastructure',
    'tcp 8020,8088,50070',
    'https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/hdfs-default.xml',
  ),
  row(
    'Kibana',
    'infrastructure',
    'tcp 5601',
    'https://www.elastic.co/docs/reference/kibana/configuration-reference/general-settings',
  ),
  row(
    'Grafana',
    'infrastructure',
    'tcp 3000',
    'https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/',
  ),
  row(
    'Prometheus',
    'infrastructure',
    'tcp 9090',
    'https://prometheus.io/docs/prometheus/latest/getting_started/',
  ),
  row(
    'Consul',
    'infrastructure',
    'tcp 8500',
    'https://developer.hashicorp.com/consul/docs/reference/architecture/ports',
  ),
  row(
    'Vault',
    'infrastructure',
    'tcp 8200',
    'https://developer.hashicorp.com/vault/docs/configuration/listener/tcp',
  ),
  row(
    'ZooKeeper',
    'infrastructure',
    'tcp 2181',
    'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html',
  ),
  row('Spark', 'infrastructure', 'tcp 7077', 'https://spark.apache.org/docs/latest/security.html'),
  row(
    'Jupyter',
    'infrastructure',
    'tcp 8888',
    'https://jupyter-server.readthedocs.io/en/latest/other/full-config.html',
  ),
  row('mSQL', 'infrastructure', 'tcp 4333'),
  row('HTTP', 'web', 'tcp 80,8080'),
  row('HTTPS', 'web', 'tcp 443,8443; udp 443'),
];

/** The ports of all services of these classes. */
export function transportOfClasses(...classes: readonly ServiceClass[]): TransportSet {
  return TransportSet.unionOf(
    SENSITIVE_SERVICES.filter((service) => classes.includes(service.class)).map(
      ({ transport }) => transport,
    ),
  );
}

/** The names of the services whose usual ports the set meets, in the order of the table. */
export function servicesIn(transport: TransportSet, ...classes: readonly ServiceClass[]): string[] {
  let known = met.get(transport);
  if (known === undefined) {
    known = SENSITIVE_SERVICES.filter((one) => one.transport.overlaps(transport));
    met.set(transport, known);
  }
  const names: string[] = [];
  for (const service of known) if (classes.includes(service.class)) names.push(service.name);
  return names;
}

/** Rows by the transport that meets them: many findings share few sets of ports, each one object. */
const met = new WeakMap<TransportSet, readonly SensitiveService[]>();
