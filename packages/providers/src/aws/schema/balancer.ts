import { z } from 'zod';

/** An item of DescribeLoadBalancers of the second API: application, network and gateway load balancers. */
export const loadBalancer = z.object({
  LoadBalancerArn: z.string(),
  LoadBalancerName: z.string().optional(),
  Scheme: z.string().optional(),
  Type: z.string().optional(),
  VpcId: z.string().optional(),
  State: z.object({ Code: z.string().optional() }).optional(),
  IpAddressType: z.string().optional(),
  SecurityGroups: z.array(z.string()).optional(),
  AvailabilityZones: z
    .array(
      z.object({
        SubnetId: z.string().optional(),
        LoadBalancerAddresses: z
          .array(
            z.object({
              IpAddress: z.string().optional(),
              PrivateIPv4Address: z.string().optional(),
              IPv6Address: z.string().optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

/** A load balancer of the second API as read. */
export type WireLoadBalancer = z.infer<typeof loadBalancer>;

const action = z.object({
  Type: z.string().optional(),
  TargetGroupArn: z.string().optional(),
  ForwardConfig: z
    .object({
      TargetGroups: z.array(z.object({ TargetGroupArn: z.string().optional() })).optional(),
    })
    .optional(),
  RedirectConfig: z.object({ Protocol: z.string().optional() }).optional(),
});

/** What a listener or rule does with a request, as read. */
export type WireAction = z.infer<typeof action>;

/** An item of DescribeListeners. */
export const listener = z.object({
  ListenerArn: z.string(),
  LoadBalancerArn: z.string().optional(),
  Port: z.number().optional(),
  Protocol: z.string().optional(),
  SslPolicy: z.string().optional(),
  DefaultActions: z.array(action).optional(),
});

/** A listener as read. */
export type WireListener = z.infer<typeof listener>;

/** An item of DescribeRules. */
export const listenerRule = z.object({
  RuleArn: z.string(),
  IsDefault: z.boolean().optional(),
  Actions: z.array(action).optional(),
});

/** An item of DescribeTargetGroups. */
export const targetGroup = z.object({
  TargetGroupArn: z.string(),
  TargetType: z.string().optional(),
  Protocol: z.string().optional(),
  Port: z.number().optional(),
  VpcId: z.string().optional(),
  IpAddressType: z.string().optional(),
});

/** A target group as read. */
export type TargetGroup = z.infer<typeof targetGroup>;

/** An item of the attributes of a balancer or target group. */
export const attribute = z.object({ Key: z.string(), Value: z.string().optional() });

/** An item of DescribeTargetHealth; the health itself plays no part, since balancers fail open. */
export const targetHealth = z.object({
  Target: z.object({ Id: z.string(), Port: z.number().optional() }),
});

/** An item of DescribeLoadBalancers of the first API: classic load balancers. */
export const classicLoadBalancer = z.object({
  LoadBalancerName: z.string(),
  Scheme: z.string().optional(),
  VPCId: z.string().optional(),
  Subnets: z.array(z.string()).optional(),
  SecurityGroups: z.array(z.string()).optional(),
  Instances: z.array(z.object({ InstanceId: z.string().optional() })).optional(),
  ListenerDescriptions: z
    .array(
      z.object({
        Listener: z
          .object({
            Protocol: z.string().optional(),
            LoadBalancerPort: z.number().optional(),
            InstancePort: z.number().optional(),
          })
          .optional(),
      }),
    )
    .optional(),
});

/** A classic load balancer as read. */
export type ClassicLoadBalancer = z.infer<typeof classicLoadBalancer>;

/** An item of ListAccelerators. */
export const accelerator = z.object({
  AcceleratorArn: z.string(),
  Name: z.string().optional(),
  Enabled: z.boolean().optional(),
  IpSets: z.array(z.object({ IpAddresses: z.array(z.string()).optional() })).optional(),
});

/** An accelerator as read. */
export type Accelerator = z.infer<typeof accelerator>;

/** An item of ListListeners of Global Accelerator. */
export const acceleratorListener = z.object({
  ListenerArn: z.string(),
  Protocol: z.string().optional(),
  PortRanges: z
    .array(z.object({ FromPort: z.number().optional(), ToPort: z.number().optional() }))
    .optional(),
});

/** An item of ListEndpointGroups. */
export const endpointGroup = z.object({
  EndpointGroupArn: z.string(),
  EndpointGroupRegion: z.string().optional(),
  EndpointDescriptions: z
    .array(
      z.object({
        EndpointId: z.string().optional(),
        ClientIPPreservationEnabled: z.boolean().optional(),
      }),
    )
    .optional(),
  PortOverrides: z
    .array(z.object({ ListenerPort: z.number().optional(), EndpointPort: z.number().optional() }))
    .optional(),
});

/** An endpoint group as read. */
export type EndpointGroup = z.infer<typeof endpointGroup>;
