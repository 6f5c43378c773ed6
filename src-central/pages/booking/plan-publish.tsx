import { useState } from 'preact/hooks';
import { addDays } from '../../../src-main/domain/calendar-day.ts';
import type { Refused } from '../client.ts';
import { usePage } from '../page-context.ts';
import { Button, Said } from '../parts/fields.tsx';
import { Section } from '../parts/section.tsx';
import { HitList } from './hit-list.tsx';
import { useLineName, weekdayName } from './plan-lines.tsx';
import type { PlanChange, PlanValue } from './plan-rules.ts';
import { type OpenPlan, usePreview } from './use-plan.ts';
import { type BookingWords, useBookingWords } from './words.ts';

const SAID = ['does-not-apply', 'invalid-plan', 'wrong-role', 'wrong-office', 'unreachable'] as const;
const MOST_SHOWN = 12;

export function PlanPublish({ open, from, onFrom }: { open: OpenPlan; from: string; onFrom: (day: string) => void }) {
  const words = useBookingWords();
  const { t, date } = words;
  const { client } = usePage();
  const { officeId, plan, changes, faults, versions, today, isDraft } = open;
  const [refused, setRefused] = useState<Refused | null>(null);
  const [done, setDone] = useState('');
  const [isSending, setSending] = useState(false);
  const preview = usePreview(open, from, changes.length > 0 && faults.length === 0);
  const hits = preview.isCurrent ? (preview.body?.hits ?? null) : null;
  const mayPublish = isDraft && changes.length > 0 && faults.length === 0 && !isSending && from >= today;
  async function publish(): Promise<void> {
    if (!mayPublish) return;
    setSending(true);
    const answered = await client.ask('publishPlan', {
      params: { officeId },
      body: { plan, effectiveFrom: from, newest: versions[0]?.version ?? 0 },
    });
    setSending(false);
    setRefused(answered.ok ? null : answered.error);
    if (!answered.ok || answered.value.body === null) return open.renew();
    const { version, hits: hit } = answered.value.body;
    setDone(t('publish.done', { version, date: date(from, 'long'), count: hit.length }));
    open.discard();
    open.renew();
  }
  const known = SAID.find((one) => one === refused?.kind);
  return (
    <Section id="publish-title" class="plan-publish" title={t('publish.changes', { count: changes.length })}>
      <ul class="plan-changes">
        {changes.slice(0, MOST_SHOWN).map((change, at) => (
          <Change key={at} change={change} open={open} words={words} />
        ))}
      </ul>
      {changes.length > MOST_SHOWN ? (
        <p class="note">{t('publish.more', { count: changes.length - MOST_SHOWN })}</p>
      ) : null}
      {faults.length === 0 ? null : (
        <p class="field-fault" role="status">
          {t('publish.faults', { count: faults.length })}
        </p>
      )}
      <p class="plan-from">
        <label>
          {t('publish.from')}{' '}
          <input
            type="date"
            min={today}
            max={addDays(today, 366)}
            value={from}
            onInput={({ currentTarget }) => currentTarget.value !== '' && onFrom(currentTarget.value)}
          />
        </label>
      </p>
      <p class="plan-whom" role="status">
        {changes.length === 0 || faults.length > 0 || hits === null ? '' : t('publish.hits', { count: hits.length })}
      </p>
      {hits === null ? null : <HitList hits={hits.slice(0, MOST_SHOWN)} zone={open.zone} />}
      <p class="field-fault" role="alert">
        {refused === null ? '' : t(`publish.refused.${known ?? 'other'}`)}
      </p>
      <Said>{done}</Said>
      <p class="buttons">
        <button
          type="button"
          class="button button-main"
          aria-disabled={!mayPublish || undefined}
          onClick={() => void publish()}
        >
          {t('publish.do', { day: date(from, 'long') })}
        </button>
        {isDraft && open.before !== null ? <Button onPress={open.discard}>{t('publish.discard')}</Button> : null}
      </p>
    </Section>
  );
}

function Change({ change, open, words }: { change: PlanChange; open: OpenPlan; words: BookingWords }) {
  const { t } = words;
  const nameOf = useLineName(open);
  const serviceName = (id: string): string => open.services.find((service) => service.id === id)?.name ?? id;
  const { kind, before, after } = change;
  const what =
    kind.part === 'service'
      ? serviceName(kind.serviceId)
      : kind.part === 'number'
        ? t(`number.${kind.name}`)
        : `${nameOf(kind)}: ${kind.part === 'day' ? weekdayName(words, kind.day) : t(`lines.${kind.what}`)}`;
  const written = (value: PlanValue | null): string => valueWords(value, words, serviceName);
  return (
    <li>
      <strong>{what}</strong>
      <span>
        {before === null ? null : <del>{written(before)}</del>} <ins>{written(after)}</ins>
      </span>
    </li>
  );
}

function valueWords(
  value: PlanValue | null,
  { t, time, list, date }: BookingWords,
  serviceName: (id: string) => string,
): string {
  if (value === null) return t('value.none');
  switch (value.kind) {
    case 'number':
      return String(value.value);
    case 'yes':
      return t(value.value ? 'person.yes' : 'person.no');
    case 'services':
      return list(value.value.map(serviceName)) || t('value.none');
    case 'ranges':
      return (
        value.value.map(({ from, to, atOnce }) => `${time(from)}–${time(to)} × ${atOnce}`).join(', ') || t('value.none')
      );
    case 'exceptions':
      return list(value.value.map(({ span }) => date(span.from, 'date'))) || t('value.none');
  }
}
