import { z } from 'zod';
import { Instant } from './times.ts';

/** A version in Debian's format: `0.2.1+git20261127161611.c567bf9b`. */
export const ProgramVersion = z
  .string()
  .regex(/^[0-9][A-Za-z0-9.+~-]{0,79}$/, 'expected a version as Debian writes it')
  .brand('ProgramVersion');
export type ProgramVersion = z.infer<typeof ProgramVersion>;

/**
 * The results of a program update, as `build/deb/root/usr/lib/torn/bin` writes them. After every result except `done` the kiosk has its
 * previous version. `repository` and all results listed after it: the update failed before it changed anything.
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

/**
 * Results of an update to a version that failed at a kiosk: the kiosk went back to its earlier version, and no other kiosk should install
 * the failed version.
 */
export const UPDATE_UNPROVED = [
  'not-installed',
  'not-ready',
  'did-not-stay',
  'kept-restarting',
] as const satisfies readonly (typeof UPDATE_RESULTS)[number][];

/** The report on an update. `to`: the version after it; `null` if the updater could not read that version. */
export const UPDATE_ENDED = {
  updateId: z.uuid(),
  at: Instant,
  from: ProgramVersion,
  to: ProgramVersion.nullable(),
  /** One of `UPDATE_RESULTS`, or a result that only another version of the program knows. */
  result: z.string().regex(/^[a-z][a-z-]{0,39}$/),
};
/** One line of the file that the kiosk's updater writes. */
export const UpdateLine = z.object({
  ...UPDATE_ENDED,
  to: z.preprocess((to) => (to === '' ? null : to), ProgramVersion.nullable()),
});
export type EndedUpdate = z.infer<typeof UpdateLine>;
