import { createHmac } from 'node:crypto';
import { type Clock, systemClock } from '../clock.ts';
import { type Destination, post } from './destination.ts';
import { slackMessage } from './slack-message.ts';

/** A channel of Slack, by an incoming webhook. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackWebhook(name: string, url: string): Destination {
  return {
    name,
    deliver: ({ id, alert, mayBeRepeat }) =>
      post(url, JSON.stringify(slackMessage(id, alert, mayBeRepeat)), {}),
  };
}

/**
 * Any receiver, by a signed POST: `netposture-signature: t=SECONDS,v1=HEX`, the hex being HMAC-SHA-256 of `SECONDS.BODY` with the
 * shared secret. The body carries the alert's id, by which a receiver can drop a repeat.
 */
export function signedWebhook(
  name: string,
  url: string,
  secret: string,
  clock: Clock = systemClock,
): Destination {
  return {
    name,
    deliver: ({ id, alert, mayBeRepeat }) => {
      const body = JSON.stringify({ schemaVersion: 1, id, mayBeRepeat, ...alert });
      const seconds = Math.floor(clock.now() / 1000);
      const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
      return post(url, body, { 'netposture-signature': `t=${seconds},v1=${digest}` });
    },
  };
}
