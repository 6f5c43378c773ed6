import { messageOf } from '../../src-main/domain/result.ts';
import type { Centre } from './centre.ts';
import { ACCESS_RULES } from './rules/access.ts';
import { ANSWER_RULES, PROBLEM_RULES, READ_RULES } from './rules/answers.ts';
import { APPOINTMENT_RULES } from './rules/appointments.ts';
import { CONFIGURATION_RULES } from './rules/configuration.ts';
import { CONNECTION_RULES } from './rules/connections.ts';
import { ENROLMENT_RULES } from './rules/enrolment.ts';
import { INGEST_RULES } from './rules/ingest.ts';
import { ORDER_RULES } from './rules/orders.ts';
import { QUEUE_RULES } from './rules/queues.ts';
import { SIGNATURE_RULES } from './rules/signatures.ts';
import { TICKET_RULES } from './rules/tickets.ts';
import { TIME_RULES } from './rules/time.ts';
import { prepare, type Rule, type Trial } from './trial.ts';

export const RULES: readonly Rule[] = [
  ...TIME_RULES,
  ...SIGNATURE_RULES,
  ...INGEST_RULES,
  ...ANSWER_RULES,
  ...READ_RULES,
  ...CONFIGURATION_RULES,
  ...ENROLMENT_RULES,
  ...ORDER_RULES,
  ...TICKET_RULES,
  ...QUEUE_RULES,
  ...APPOINTMENT_RULES,
  ...ACCESS_RULES,
  ...PROBLEM_RULES,
  ...CONNECTION_RULES,
];

/** Every other rule needs this preparation. If it fails, no other rule can be tried. */
const PREPARATION: Pick<Rule, 'id' | 'says'> = {
  id: 'preparation/office-and-kiosks',
  says: 'an office is published, and two kiosks are enrolled in it',
};

export interface Verdict {
  id: string;
  says: string;
  /** The centre's wrong behaviour; `null`: the rule is kept. */
  broken: string | null;
}

/** Tries the rules one after the other on a new office, and reports each result at once. */
export async function tryRules(
  centre: Centre,
  rules: readonly Rule[] = RULES,
  tell: (verdict: Verdict) => void = () => {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let trial: Trial | null = null;
  const judge = async ({ id, says }: Pick<Rule, 'id' | 'says'>, check: () => Promise<void>) => {
    const broken = await check().then(() => null, messageOf);
    const verdict = { id, says, broken };
    verdicts.push(verdict);
    tell(verdict);
  };
  await judge(PREPARATION, async () => {
    trial = await prepare(centre);
  });
  const prepared: Trial | null = trial;
  if (prepared === null) return verdicts;
  for (const rule of rules)
    if ((!rule.ofChannels || centre.channelToken !== null) && (!rule.ofViewers || centre.viewerToken))
      await judge(rule, () => rule.check(prepared));
  return verdicts;
}
