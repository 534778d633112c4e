import type { Clock } from '../clock.ts';
import type { NotificationConfig } from '../config/service-config.ts';
import type { Destination } from '../notify/destination.ts';
import { signedWebhook, slackWebhook } from '../notify/destinations.ts';
import { slackApi } from '../notify/slack-api.ts';
import { slackBot } from '../notify/slack-bot.ts';
import type { AlertThreads } from '../store/alert-threads.ts';

/** The receiver that a configuration describes. */
export function destinationOf(
  notification: NotificationConfig,
  threads: AlertThreads,
  clock: Clock,
): Destination {
  switch (notification.kind) {
    case 'slack':
      return slackWebhook(notification.name, notification.url);
    case 'slack-bot': {
      const { name, token, channel, endpoint } = notification;
      return slackBot(name, { api: slackApi(token, endpoint), channel, threads, clock });
    }
    case 'webhook':
      return signedWebhook(notification.name, notification.url, notification.secret);
  }
}
