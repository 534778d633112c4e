import { type GcpOperation, memberOf, operation } from '../operation.ts';
import {
  addressGroupItem,
  effectiveTagItem,
  folderItem,
  policyAssociation,
  policyItem,
  projectItem,
} from '../schema/hierarchy.ts';

const PAGE = { parameter: 'pageSize', maximum: 500 } as const;

export const projectInfo = operation({
  id: 'project',
  reads: 'the project and its parent',
  service: 'cloudresourcemanager',
  method: 'cloudresourcemanager.projects.get',
  path: '/v3/projects/{account}',
  answer: { kind: 'object' },
  permissions: ['resourcemanager.projects.get'],
  depth: 'modelled',
  feeds: ['account'],
  item: projectItem,
});
export const effectiveTags = operation({
  id: 'effectiveTags',
  reads: 'the secure tags of one instance',
  service: 'cloudresourcemanager',
  method: 'cloudresourcemanager.effectiveTags.list',
  path: '/v3/effectiveTags',
  perSubject: 'instance',
  scope: 'regional',
  pageSize: { parameter: 'pageSize', maximum: 300 },
  answer: { kind: 'list', key: 'effectiveTags' },
  permissions: ['compute.instances.listEffectiveTags', 'resourcemanager.tagValues.get'],
  depth: 'modelled',
  feeds: ['interface'],
  item: effectiveTagItem,
  nativeId: memberOf('tagValue'),
});

const discovery = { family: 'discovery', service: 'cloudresourcemanager' } as const;
export const projectsBelow = operation({
  ...discovery,
  id: 'projects',
  reads: 'the projects that can be seen',
  method: 'cloudresourcemanager.projects.search',
  path: '/v3/projects:search',
  pageSize: PAGE,
  answer: { kind: 'list', key: 'projects' },
  permissions: ['resourcemanager.projects.get'],
  depth: 'modelled',
  feeds: ['account'],
  item: projectItem,
});
export const foldersBelow = operation({
  ...discovery,
  id: 'folders',
  reads: 'the folders that can be seen',
  method: 'cloudresourcemanager.folders.search',
  path: '/v3/folders:search',
  pageSize: PAGE,
  answer: { kind: 'list', key: 'folders' },
  permissions: ['resourcemanager.folders.get'],
  depth: 'modelled',
  feeds: ['filter'],
  item: folderItem,
});
export const foldersIn = operation({
  family: 'organization',
  id: 'childFolders',
  reads: 'the folders directly below one organisation or folder',
  service: 'cloudresourcemanager',
  method: 'cloudresourcemanager.folders.list',
  path: '/v3/folders',
  perSubject: 'organisation or folder',
  pageSize: PAGE,
  answer: { kind: 'list', key: 'folders' },
  permissions: ['resourcemanager.folders.list'],
  depth: 'modelled',
  feeds: ['filter'],
  item: folderItem,
});
export const associations = operation({
  family: 'organization',
  id: 'policyAssociations',
  reads: 'the firewall policies associated with one organisation or folder',
  service: 'compute',
  method: 'compute.firewallPolicies.listAssociations',
  path: '/compute/v1/locations/global/firewallPolicies/listAssociations',
  perSubject: 'organisation or folder',
  paging: 'none',
  answer: { kind: 'list', key: 'associations' },
  permissions: ['compute.organizations.listAssociations'],
  depth: 'modelled',
  feeds: ['filter'],
  item: policyAssociation,
});
export const hierarchicalPolicy = operation({
  family: 'organization',
  id: 'hierarchicalFirewallPolicy',
  reads: 'the rules of one hierarchical firewall policy',
  service: 'compute',
  method: 'compute.firewallPolicies.get',
  path: '/compute/v1/locations/global/firewallPolicies/{subject}',
  perSubject: 'hierarchical firewall policy',
  answer: { kind: 'object' },
  permissions: ['compute.firewallPolicies.get'],
  depth: 'modelled',
  feeds: ['filter'],
  item: policyItem,
});
export const organizationGroups = operation({
  family: 'organization',
  id: 'organizationAddressGroups',
  reads: 'address groups of the organisation',
  service: 'networksecurity',
  method: 'networksecurity.organizations.locations.addressGroups.list',
  path: '/v1/organizations/{account}/locations/-/addressGroups',
  pageSize: { parameter: 'pageSize', maximum: 1000 },
  answer: { kind: 'list', key: 'addressGroups' },
  permissions: ['networksecurity.addressGroups.list'],
  depth: 'modelled',
  feeds: ['address-group'],
  item: addressGroupItem,
});

/** Every call about the tree of organisation, folders and projects. */
export const HIERARCHY_OPERATIONS: readonly GcpOperation[] = [
  projectInfo,
  effectiveTags,
  projectsBelow,
  foldersBelow,
  foldersIn,
  associations,
  hierarchicalPolicy,
  organizationGroups,
];
