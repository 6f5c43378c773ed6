import type { Answer, Question } from '../client.ts';
import { nameTyped } from '../parts/name-typed.ts';

export type Rules = Question<'putAlarmRules'>['body'];
export type Rule = Rules['rules'][number];
export type Recipient = Rules['recipients'][number];
export type Kept = Answer<'listAlarmRules'>;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies NonNullable<
  Rule['hours']
>['days'];
export const WORKING_HOURS: NonNullable<Rule['hours']> = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  range: { from: '08:00', to: '20:00' },
};

function freeName(text: string, taken: readonly string[]): string {
  const wanted = nameTyped(text);
  let name = wanted;
  for (let no = 2; taken.includes(name); no += 1) name = `${wanted}-${no}`;
  return name;
}

const namesOf = (recipients: readonly Recipient[]): string[] => recipients.map(({ recipientId }) => recipientId);

export const newRecipient = ({ recipients }: Rules, wanted: string, language: Recipient['language']): Recipient => ({
  recipientId: freeName(wanted, namesOf(recipients)),
  language,
  by: 'mail',
  address: '',
});

export const newRule = ({ rules, recipients }: Rules, wanted: string): Rule => ({
  ruleId: freeName(
    wanted,
    rules.map(({ ruleId }) => ruleId),
  ),
  kinds: [],
  afterMinutes: 15,
  offices: null,
  counts: 'open-hours',
  hours: null,
  to: namesOf(recipients).slice(0, 1),
});

/**
 * Returns the recipient with another way of sending (`by`) and an empty address, because neither a mail address nor a webhook's URL fits
 * the other way.
 */
export const sentBy = ({ recipientId, language }: Recipient, by: Recipient['by']): Recipient =>
  by === 'mail'
    ? { recipientId, language, by, address: '' }
    : { recipientId, language, by, url: 'https://', privateNetwork: false };

/** Changes or removes (`null`) a recipient. Rules that name the recipient get the new name, or lose the recipient. */
export function withRecipient(rules: Rules, at: number, recipient: Recipient | null): Rules {
  const before = rules.recipients[at]?.recipientId;
  const to = (those: readonly string[]): string[] =>
    those.flatMap((one) => (one !== before ? [one] : recipient === null ? [] : [recipient.recipientId]));
  return {
    ...rules,
    recipients: rules.recipients.toSpliced(at, 1, ...(recipient === null ? [] : [recipient])),
    rules: rules.rules.map((rule) => ({ ...rule, to: to(rule.to) })),
  };
}

export const withRule = (rules: Rules, at: number, rule: Rule | null): Rules => ({
  ...rules,
  rules: rules.rules.toSpliced(at, 1, ...(rule === null ? [] : [rule])),
});

/** Adds the item `one` to the chosen items, or removes it if it is chosen. The result has the sequence of `all`. */
export const toggled = <T>(all: readonly T[], chosen: readonly T[], one: T): T[] =>
  all.filter((each) => (each === one ? !chosen.includes(one) : chosen.includes(each)));

/** Returns the name of the rule or recipient to which a refusal points. `null`: the refusal points to neither a rule nor a recipient. */
export function placeOfFault(rules: Rules, pointer: string): string | null {
  const [, list, at] = /^\/body\/(rules|recipients)\/(\d+)/.exec(pointer) ?? [];
  const index = Number(at);
  if (list === 'rules') return rules.rules[index]?.ruleId ?? null;
  return list === 'recipients' ? (rules.recipients[index]?.recipientId ?? null) : null;
}

export const incomplete = ({ rules }: Rules): string[] =>
  rules.filter(({ kinds, to }) => kinds.length === 0 || to.length === 0).map(({ ruleId }) => ruleId);
