import { z } from 'zod';

const tags = z
  .array(z.object({ key: z.string().optional(), value: z.string().optional() }))
  .optional();

/** An item of Lightsail's GetInstances. */
export const lightsailInstance = z.object({
  name: z.string(),
  arn: z.string().optional(),
  isStaticIp: z.boolean().optional(),
  privateIpAddress: z.string().optional(),
  publicIpAddress: z.string().optional(),
  ipv6Addresses: z.array(z.string()).optional(),
  state: z.object({ name: z.string().optional() }).optional(),
  networking: z
    .object({
      ports: z
        .array(
          z.object({
            fromPort: z.number().optional(),
            toPort: z.number().optional(),
            protocol: z.string().optional(),
            accessDirection: z.string().optional(),
            cidrs: z.array(z.string()).optional(),
            ipv6Cidrs: z.array(z.string()).optional(),
            cidrListAliases: z.array(z.string()).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  metadataOptions: z
    .object({
      httpTokens: z.string().optional(),
      httpEndpoint: z.string().optional(),
      httpPutResponseHopLimit: z.number().optional(),
    })
    .optional(),
  tags,
});

/** A Lightsail instance as read. */
export type LightsailInstance = z.infer<typeof lightsailInstance>;

/** An item of Lightsail's GetStaticIps. */
export const lightsailStaticIp = z.object({
  name: z.string(),
  arn: z.string().optional(),
  ipAddress: z.string().optional(),
  isAttached: z.boolean().optional(),
  attachedTo: z.string().optional(),
});

/** What is listed of Lightsail's databases, load balancers and container services. */
export const lightsailResource = z.object({
  name: z.string().optional(),
  containerServiceName: z.string().optional(),
  arn: z.string().optional(),
  publiclyAccessible: z.boolean().optional(),
});
