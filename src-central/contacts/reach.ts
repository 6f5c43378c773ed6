import { randomUUID } from 'node:crypto';
import type { Result } from '../../src-main/domain/result.ts';
import type { MailServer } from '../alarms/mail-server.ts';
import { type NotSent, notSent } from '../alarms/not-sent.ts';
import { sendMail } from '../alarms/send-mail.ts';
import { sendWebhook, type WebhookParts } from '../alarms/send-webhook.ts';
import type { Contact, ContactKind } from './address.ts';

/** The gateway gets requests signed like webhooks of alarms: `{ id, to, text }`. */
export interface TextGateway {
  url: string;
  privateNetwork: boolean;
}

export interface ReachParts extends WebhookParts {
  mailServer: MailServer | null;
  textGateway: TextGateway | null;
}

export interface Words {
  subject: string;
  text: string;
  short: string;
}

export interface Reach {
  offered: readonly ContactKind[];
  /** @param id the same for every try of a message, so that the recipient's system can recognise a repetition; default: a new one */
  send(contact: Contact, words: Words, id?: string): Promise<Result<null, NotSent>>;
}

export function createReach({ mailServer, textGateway, ...parts }: ReachParts): Reach {
  return {
    offered: [
      ...(mailServer === null ? [] : (['mail'] as const)),
      ...(textGateway === null ? [] : (['telephone'] as const)),
    ],
    async send({ by, address }, { subject, text, short }, id = randomUUID()) {
      if (by === 'mail')
        return mailServer === null
          ? notSent('no mail server is set')
          : sendMail(mailServer, { messageId: id, to: address, subject, text });
      return textGateway === null
        ? notSent('no gateway is set')
        : sendWebhook({ ...textGateway, tag: 'text', notice: { id, to: address, text: short } }, parts);
    },
  };
}
