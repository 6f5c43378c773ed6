import type { Clearing, CommandSet, Dialect, JobToEncode, Proof } from './dialect.ts';
import { CUSTOM } from './dialect-custom.ts';
import { ESCPOS } from './dialect-escpos.ts';
import { STAR } from './dialect-star.ts';

/** A printer that reports no status and is asked for none. It may use any command set, and with ESC/POS confirm jobs by process ID. */
const MUTE = {
  ...ESCPOS,
  commandSets: {},
  questions: [],
  reportChanges: null,
  proofs: { 'process-id': ESCPOS.proofs['process-id'] },
} satisfies Dialect;

/** Every dialect by its name in profiles. The command sets, confirmations and clearings that a profile may name derive from this table. */
const DIALECTS = { escpos: ESCPOS, star: STAR, custom: CUSTOM, none: MUTE } satisfies Record<string, Dialect>;

type Dialects = typeof DIALECTS;
export type DialectName = keyof Dialects;
type NamesIn<Part extends 'commandSets' | 'proofs' | 'clearings'> = {
  [Name in DialectName]: keyof Dialects[Name][Part];
}[DialectName];
export type CommandSetName = NamesIn<'commandSets'>;
export type ConfirmationName = NamesIn<'proofs'> | 'none';
export type ClearingName = NamesIn<'clearings'> | 'none';

const ALL: readonly Dialect[] = Object.values(DIALECTS);
const isDialect = (name: string): name is DialectName => Object.hasOwn(DIALECTS, name);
const isCommandSet = (name: string): name is CommandSetName =>
  ALL.some(({ commandSets }) => Object.hasOwn(commandSets, name));
const isConfirmation = (name: string): name is ConfirmationName =>
  name === 'none' || ALL.some(({ proofs }) => Object.hasOwn(proofs, name));
const isClearing = (name: string): name is ClearingName =>
  name === 'none' || ALL.some(({ clearings }) => Object.hasOwn(clearings, name));
const keysOf = (part: 'commandSets' | 'proofs' | 'clearings'): string[] => [
  ...new Set(ALL.flatMap((dialect) => Object.keys(dialect[part]))),
];

export const DIALECT_NAMES = Object.keys(DIALECTS).filter(isDialect);
export const COMMAND_SET_NAMES = keysOf('commandSets').filter(isCommandSet);
export const CONFIRMATION_NAMES = [...keysOf('proofs'), 'none'].filter(isConfirmation);
export const CLEARING_NAMES = [...keysOf('clearings'), 'none'].filter(isClearing);

export interface Choice {
  commandSet: CommandSetName;
  confirmation: ConfirmationName;
  clearing: ClearingName;
  status: { dialect: DialectName; reportsChanges: boolean };
}

export const dialectOf = ({ status }: Pick<Choice, 'status'>): Dialect => DIALECTS[status.dialect];

/** Used for a printer that confirms no job, so no job ever counts as printed. */
const NO_PROOF: Proof = {
  request: () => new Uint8Array(),
  judge: () => null,
  isAwaited: false,
  inTurn: null,
  counter: null,
};

export const proofOf = (choice: Pick<Choice, 'confirmation' | 'status'>): Proof =>
  dialectOf(choice).proofs[choice.confirmation] ?? NO_PROOF;

/** Returns the clearing that a profile names. `null`: none, so the printer finishes every job that it received. */
export const clearingOf = (choice: Pick<Choice, 'clearing' | 'status'>): Clearing | null =>
  dialectOf(choice).clearings[choice.clearing] ?? null;

export function commandSetOf({ commandSet }: Pick<Choice, 'commandSet'>): CommandSet {
  for (const { commandSets } of ALL) {
    const found = commandSets[commandSet];
    if (found !== undefined) return found;
  }
  throw new Error(`no dialect has the command set ${commandSet}`);
}

export type Problem = 'command-set' | 'confirmation' | 'clearing';

export function problemsOf(choice: Choice): Problem[] {
  const { commandSet, confirmation, clearing } = choice;
  const own = dialectOf(choice);
  const speaking = ALL.filter(({ commandSets }) => Object.hasOwn(commandSets, commandSet));
  const isKnown = (part: 'proofs' | 'clearings', name: string) =>
    Object.hasOwn(own[part], name) && speaking.some((dialect) => Object.hasOwn(dialect[part], name));
  const problems: Problem[] = [];
  if (!speaking.includes(own) && Object.keys(own.commandSets).length > 0) problems.push('command-set');
  if (confirmation !== 'none' && !isKnown('proofs', confirmation)) problems.push('confirmation');
  if (clearing !== 'none' && !isKnown('clearings', clearing)) problems.push('clearing');
  return problems;
}

export function encodeJob({
  processId,
  ...job
}: Omit<JobToEncode, 'profile'> & { profile: JobToEncode['profile'] & Choice; processId: string }): Uint8Array {
  return Buffer.concat([commandSetOf(job.profile).encode(job), proofOf(job.profile).request(processId)]);
}
