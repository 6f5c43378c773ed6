import { useState } from 'preact/hooks';
import { formatTime, listOf } from '../../../config/locales/dates.ts';
import { useCentreWords } from '../centre-words.ts';
import type { Answer } from '../client.ts';
import { usePage } from '../page-context.ts';
import { Button, CheckField, ChoiceField, InputField, NameField } from '../parts/fields.tsx';
import { KINDS } from './kinds.ts';
import { type Recipient, type Rule, toggled, WEEKDAYS, WORKING_HOURS } from './rules-draft.ts';

type Offices = Answer<'listOffices'>['offices'];

interface RulePartProps {
  rule: Rule;
  recipients: readonly Recipient[];
  offices: Offices;
  /** Called with the changed rule, or with `null` to remove the rule. `onEdit` itself is `null` if the person may not change rules. */
  onEdit: ((changed: Rule | null) => void) | null;
}

const COUNTS = ['open-hours', 'always'] as const;

export function RulePart({ rule, recipients, offices, onEdit }: RulePartProps) {
  const { language } = usePage();
  const { words, alarms } = useCentreWords();
  const { ruleId, kinds, afterMinutes, counts, hours, to } = rule;
  const [isNew] = useState(kinds.length === 0);
  const names = new Map<string, string>(offices.map(({ officeId, name }) => [officeId, name]));
  const time = (text: string) => formatTime(language, text);
  const list = (those: readonly string[]) => listOf(language, those);
  return (
    <fieldset class="rule">
      <legend>{ruleId}</legend>
      <dl class="pairs">
        <dt>{words('rules.kinds')}</dt>
        <dd>{kinds.length === 0 ? '–' : list(kinds.map((kind) => alarms(`kinds.${kind}`)))}</dd>
        <dt>{words('rules.after')}</dt>
        <dd>
          {words('rules.minutes', { count: afterMinutes })} · {words(`rules.counts.${counts}`)}
        </dd>
        <dt>{words('rules.offices')}</dt>
        <dd>
          {rule.offices === null
            ? words('rules.everyOffice')
            : list(rule.offices.map((office) => names.get(office) ?? office))}
        </dd>
        <dt>{words('rules.hours')}</dt>
        <dd>
          {hours === null
            ? words('rules.anyHour')
            : words('rules.hoursAre', {
                days: list(hours.days.map((day) => words(`rules.day.${day}`))),
                from: time(hours.range.from),
                to: time(hours.range.to),
              })}
        </dd>
        <dt>{words('rules.to')}</dt>
        <dd>{to.length === 0 ? '–' : list(to)}</dd>
      </dl>
      {onEdit === null ? null : (
        <details class="give" open={isNew}>
          <summary>{words('rules.change', { name: ruleId })}</summary>
          <RuleFields rule={rule} recipients={recipients} offices={offices} onEdit={onEdit} />
        </details>
      )}
    </fieldset>
  );
}

function RuleFields({ rule, recipients, offices, onEdit }: RulePartProps & { onEdit: (changed: Rule | null) => void }) {
  const { words, alarms } = useCentreWords();
  const { kinds, afterMinutes, counts, hours, to } = rule;
  const officeIds = offices.map(({ officeId }) => officeId);
  return (
    <div class="fields">
      <NameField label={words('rules.name')} name={rule.ruleId} onName={(ruleId) => onEdit({ ...rule, ruleId })} />
      <InputField
        label={words('rules.afterMinutes')}
        required
        type="number"
        min={0}
        max={20_160}
        value={afterMinutes}
        onTyped={(text) => onEdit({ ...rule, afterMinutes: Number(text) })}
      />
      <ChoiceField
        label={words('rules.countsName')}
        all={COUNTS}
        chosen={counts}
        nameOf={(one) => words(`rules.counts.${one}`)}
        onChoose={(one) => onEdit({ ...rule, counts: one })}
      />
      <Ticks
        name={words('rules.kinds')}
        all={KINDS}
        chosen={kinds}
        nameOf={(kind) => alarms(`kinds.${kind}`)}
        onChoose={(chosen) => onEdit({ ...rule, kinds: chosen })}
      />
      <fieldset class="ticks wide">
        <legend>{words('rules.offices')}</legend>
        <label>
          <input
            type="checkbox"
            checked={rule.offices === null}
            onChange={({ currentTarget }) =>
              onEdit({
                ...rule,
                offices: currentTarget.checked || officeIds.length === 0 ? null : officeIds.slice(0, 1),
              })
            }
          />
          {words('rules.everyOffice')}
        </label>
        {rule.offices === null
          ? null
          : offices.map(({ officeId, name }) => (
              <label key={officeId}>
                <input
                  type="checkbox"
                  checked={rule.offices?.includes(officeId)}
                  onChange={() => {
                    const chosen = toggled(officeIds, (rule.offices ?? []) as typeof officeIds, officeId);
                    onEdit({ ...rule, offices: chosen.length === 0 ? null : chosen });
                  }}
                />
                {name}
              </label>
            ))}
      </fieldset>
      <CheckField
        class="tick wide"
        label={words('rules.quiet')}
        checked={hours !== null}
        onCheck={(isChecked) => onEdit({ ...rule, hours: isChecked ? WORKING_HOURS : null })}
      />
      {hours === null ? null : (
        <>
          <Ticks
            name={words('rules.days')}
            all={WEEKDAYS}
            chosen={hours.days}
            nameOf={(day) => words(`rules.day.${day}`)}
            onChoose={(days) => onEdit({ ...rule, hours: days.length === 0 ? null : { ...hours, days } })}
          />
          {(['from', 'to'] as const).map((end) => (
            <label key={end}>
              {words(`rules.${end}Hour`)}
              <input
                required
                type="time"
                value={hours.range[end]}
                onChange={({ currentTarget }) =>
                  onEdit({ ...rule, hours: { ...hours, range: { ...hours.range, [end]: currentTarget.value } } })
                }
              />
            </label>
          ))}
        </>
      )}
      <Ticks
        name={words('rules.to')}
        all={recipients.map(({ recipientId }) => recipientId)}
        chosen={to}
        nameOf={(recipientId) => recipientId}
        onChoose={(chosen) => onEdit({ ...rule, to: chosen })}
      />
      <Button onPress={() => onEdit(null)}>{words('rules.remove', { name: rule.ruleId })}</Button>
    </div>
  );
}

function Ticks<T extends string>({
  name,
  all,
  chosen,
  nameOf,
  onChoose,
}: {
  name: string;
  all: readonly T[];
  chosen: readonly T[];
  nameOf: (one: T) => string;
  onChoose: (chosen: T[]) => void;
}) {
  return (
    <fieldset class="ticks wide">
      <legend>{name}</legend>
      {all.map((one) => (
        <label key={one}>
          <input type="checkbox" checked={chosen.includes(one)} onChange={() => onChoose(toggled(all, chosen, one))} />
          {nameOf(one)}
        </label>
      ))}
    </fieldset>
  );
}
