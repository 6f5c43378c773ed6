import { z } from 'zod';

/** The kernel's name of a network card; restricted, because it becomes an argument of nmcli's command line. */
export const CardName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/, 'expected the name of a network card');
const NETWORK_NAMES_MOST = 3;
const Ipv4 = z.ipv4();

export const CardAddress = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('dhcp') }),
  /** `address` with the length of its prefix, such as 192.0.2.41/24; `names`: the DNS servers. */
  z.strictObject({
    by: z.literal('hand'),
    address: z.cidrv4(),
    gateway: Ipv4.nullable(),
    names: z.array(Ipv4).max(NETWORK_NAMES_MOST),
  }),
]);
export type CardAddress = z.infer<typeof CardAddress>;

/** Printable ASCII without a space at either end, because nmcli reads passwords from a file, one on each line. */
const Secret = z.string().regex(/^[!-~](?:[ -~]{0,126}[!-~])?$/, 'expected 1 to 128 printable characters of ASCII');
const Word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9@._\\-]{0,119}$/, 'expected letters, digits and @ . _ \\ -');

/**
 * The credentials of this kiosk in a network. Passwords go to the core only: no log, journal or view state ever contains them. `server`:
 * the name in the certificate of the network's RADIUS server; without it any machine could ask for the password.
 */
export const NetworkEntry = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('nothing') }),
  z.strictObject({ by: z.literal('password'), password: Secret.min(8).max(63) }),
  z.strictObject({ by: z.literal('account'), user: Word, password: Secret, server: Word }),
]);
export type NetworkEntry = z.infer<typeof NetworkEntry>;

/** Name of a Wi-Fi network, at most 32 bytes in UTF-8. */
export const NetworkName = z
  .string()
  .min(1)
  .refine(
    (name) => Buffer.byteLength(name) <= 32 && !/[\p{C}\p{Zl}\p{Zp}]/u.test(name),
    'expected the name of a Wi-Fi network',
  );

/**
 * The result of the last command for a card. `not-up`: the settings are kept, but the card is not connected. `not-let-in`: the network
 * refused the password or cannot be reached, and the previous settings are restored.
 */
const NETWORK_WORKS = ['none', 'looking', 'setting', 'set', 'not-set', 'not-up', 'not-let-in'] as const;
const CARD_STATES = ['up', 'starting', 'down', 'unplugged', 'elsewhere'] as const;

export const NetworksView = z.strictObject({
  /** State of NetworkManager. `unread`: not asked yet. `absent`: it cannot be used here, so the cards are shown but cannot be set. */
  manager: z.enum(['unread', 'here', 'absent']),
  work: z.enum(NETWORK_WORKS),
  cards: z.array(
    z.strictObject({
      card: CardName,
      kind: z.enum(['cable', 'wifi']),
      /** `elsewhere`: other files of the machine set this card, so NetworkManager does not manage it. */
      state: z.enum(CARD_STATES),
      /** How the card gets its address; `null`: unknown, or not connected. */
      by: z.enum(['dhcp', 'hand']).nullable(),
      addresses: z.array(z.string()),
      gateway: z.string().nullable(),
      names: z.array(z.string()),
      network: z.string().nullable(),
      /** The account with which the card signs in to the network by 802.1X. */
      account: z.string().nullable(),
    }),
  ),
  /** Wi-Fi networks in reach, the strongest first. `other`: the network requires credentials that this kiosk cannot give. */
  found: z.array(
    z.strictObject({
      name: NetworkName,
      signal: z.int().min(0).max(100),
      entry: z.enum(['nothing', 'password', 'account', 'other']),
    }),
  ),
});
export type NetworksView = z.infer<typeof NetworksView>;
