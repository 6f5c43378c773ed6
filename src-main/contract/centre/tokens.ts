import { z } from 'zod';
import { OfficeId } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Instant } from '../shared/times.ts';
import { ChannelId, CodeFormat } from './appointments.ts';
import { PERSON_ROLES } from './people.ts';

const TokenRole = z.enum([...PERSON_ROLES, 'connector']);
const terms = { name: PlainText.min(2).max(80), until: Instant };

/** Orders a token for a person or a program, or for a booking channel. It ends at `until`, within `LONGEST_TOKEN_LIFE_DAYS`. */
export const TokenOrder = z.union([
  z.strictObject({ ...terms, role: TokenRole, officeId: OfficeId.nullable() }),
  z.strictObject({ ...terms, channelId: ChannelId }),
]);

/** The only answer that contains the token, because the centre stores only its hash. */
export const TokenMade = z.object({ tokenId: z.uuid(), token: z.string(), until: Instant });

export const KeptToken = z.object({
  tokenId: z.uuid(),
  name: z.string(),
  /** A role of `ROLES`, or one that only a newer release knows; `null`: a channel's token. */
  role: z.string().nullable(),
  /** `null`: the token is valid for every office, or belongs to a channel. */
  officeId: OfficeId.nullable(),
  channelId: ChannelId.nullable(),
  madeAt: Instant,
  /**
   * The person or token that made this token; `null`: it was made on the command line, belongs to a channel, or retention has removed its
   * maker.
   */
  madeBy: z.string().nullable(),
  /** `null`: a channel's token without an end, which the centre no longer makes. */
  until: Instant.nullable(),
  withdrawnAt: Instant.nullable(),
  /**
   * The token's last request, even a refused one. `address` has the form of `AuditEntry.address`. `null`: no request since `usedSince`, or
   * a channel's token, whose accepted requests are not recorded.
   */
  lastUsed: z.object({ at: Instant, address: z.string().nullable() }).nullable(),
});
export type KeptToken = z.infer<typeof KeptToken>;
/** At most 500 tokens: valid tokens, then tokens that ended or were withdrawn; in each group the newest first. */
export const Tokens = z.object({ tokens: z.array(KeptToken).max(500), usedSince: Instant });

/** A channel as stored. `formats` may contain code forms that are too weak for a new channel (`Channel`). */
export const KeptChannel = z.object({
  channelId: ChannelId,
  name: z.string(),
  formats: z.array(CodeFormat),
  changedAt: Instant,
});
export type KeptChannel = z.infer<typeof KeptChannel>;
export const Channels = z.object({ channels: z.array(KeptChannel) });
