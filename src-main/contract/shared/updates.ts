import { z } from 'zod';
import { Instant } from './times.ts';

/** A version as Debian writes it: `0.2.1+git20261127161611.c567bf9b`. */
export const ProgramVersion = z
  .string()
  .regex(/^[0-9][A-Za-z0-9.+~-]{0,79}$/, 'expected a version as Debian writes it')
  .brand('ProgramVersion');
export type ProgramVersion = z.infer<typeof ProgramVersion>;

/**
 * How an update of the program ended; the words of `build/deb/root/usr/lib/torn/bin`. Those from `power-cut` on: the version before came back; those from
 * `repository` on: nothing here had changed yet.
 */
export const UPDATE_RESULTS = [
  'done',
  'power-cut',
  'not-installed',
  'not-ready',
  'did-not-stay',
  'kept-restarting',
  'repository',
  'no-room',
  'no-way-back',
  'not-fetched',
  'wrong-machine',
  'data-not-opened',
] as const;

/** What is told of one; `to` is `null` where not even that could be read. */
export const UPDATE_ENDED = {
  updateId: z.uuid(),
  at: Instant,
  from: ProgramVersion,
  to: ProgramVersion.nullable(),
  /** One of `UPDATE_RESULTS`, or of another program's. */
  result: z.string().regex(/^[a-z][a-z-]{0,39}$/),
};
/** A line of the file that the kiosk's updater leaves. */
export const UpdateLine = z.object({
  ...UPDATE_ENDED,
  to: z.preprocess((to) => (to === '' ? null : to), ProgramVersion.nullable()),
});
export type EndedUpdate = z.infer<typeof UpdateLine>;
