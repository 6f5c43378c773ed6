import { useState } from 'preact/hooks';
import { addDays } from '../../../src-main/domain/calendar-day.ts';
import { nodeAt } from '../../../src-main/office/steps/office-fields.ts';
import type { Refused } from '../client.ts';
import { useAsked, usePage } from '../page-context.ts';
import { submits } from '../parts/fields.tsx';
import { goTo } from '../router.ts';
import { Changes } from './changes.tsx';
import { OfficeFrame, pathOf } from './office-frame.tsx';
import { laterOf } from './rules.ts';
import { type OpenOffice, officePage } from './use-office.tsx';
import { useOfficeWords } from './words.ts';

export const ReviewPage = officePage(Review);

const DAYS_OFFERED = 120;

export function FromDay({
  today,
  first,
  before,
  value,
  onChoose,
}: {
  today: string;
  first: string;
  /** The day from which the next version, which lacks these changes, is in effect. `null`: there is no later version. */
  before: string | null;
  value: string;
  onChoose: (day: string) => void;
}) {
  const { t, date } = useOfficeWords();
  return (
    <label class="field">
      <span>{t('review.from')}</span>
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {Array.from({ length: DAYS_OFFERED }, (_, at) => addDays(first, at))
          .filter((day) => before === null || day < before)
          .map((day) => (
            <option key={day} value={day}>
              {day === today ? t('review.today', { day: date(day, 'long') }) : date(day, 'full')}
            </option>
          ))}
      </select>
    </label>
  );
}

const MOST_DAYS_SHOWN = 14;

/** Lists how many appointments on each day lie outside the opening hours of the draft, so that the staff can call these people. */
function BookingsOutside({ officeId, profile, from }: { officeId: string; profile: object; from: string }) {
  const { t, date } = useOfficeWords();
  const { body, fault } = useAsked(
    'countBookingsOutside',
    { params: { officeId }, body: { profile, effectiveFrom: from } },
    { once: true },
  );
  const days = body?.days ?? [];
  const more = days.slice(MOST_DAYS_SHOWN);
  const count = days.reduce((sum, one) => sum + one.count, 0);
  if (body === null) return <p class="note">{fault === null ? '' : t('review.bookingsUnknown')}</p>;
  if (count === 0) return <p class="note">{t('review.noBookings')}</p>;
  return (
    <section class="office-notice" aria-labelledby="bookings-title">
      <h2 id="bookings-title">{t('review.bookings', { count })}</h2>
      <ul class="changes">
        {days.slice(0, MOST_DAYS_SHOWN).map(({ day, count: ofDay }) => (
          <li key={day}>
            <span>{date(day, 'full')}</span>
            <span>{t('review.bookingsOfDay', { count: ofDay })}</span>
          </li>
        ))}
        {more.length === 0 ? null : <li>{t('review.moreDays', { count: more.length })}</li>}
      </ul>
    </section>
  );
}

function Review({ office }: { office: OpenOffice }) {
  const { t, date, kiosk } = useOfficeWords();
  const { client, may } = usePage();
  const { officeId, name, changes, problems, profile, base, newest, next, now, document } = office;
  const first = laterOf(now.serviceDay, base.effectiveFrom);
  const [from, setFrom] = useState(first);
  const [fault, setFault] = useState<Refused | null>(null);
  const [isSending, setSending] = useState(false);
  const canPublish = profile !== null && changes.length > 0 && office.overtaken === null;
  const publish = async (): Promise<void> => {
    if (!canPublish || isSending) return;
    setSending(true);
    const answered = await client.ask('publishProfile', {
      params: { officeId },
      body: { profile, effectiveFrom: from, newest: newest.version },
    });
    setSending(false);
    if (!answered.ok) {
      setFault(answered.error);
      office.renew();
      return;
    }
    office.discard();
    office.renew();
    goTo(pathOf(officeId, `/versions?published=${answered.value.body?.version ?? ''}`));
  };
  return (
    <OfficeFrame office={office} part="review" title={t('review.title', { office: name })}>
      {changes.length === 0 ? (
        <p>
          {t('review.none')} <a href={pathOf(officeId)}>{t('part.hours')}</a>
        </p>
      ) : (
        <>
          <Changes changes={changes} />
          {profile !== null && may('countBookingsOutside', officeId) ? (
            <BookingsOutside officeId={officeId} profile={profile} from={from} />
          ) : null}
          {problems.length === 0 ? null : (
            <section class="office-notice" aria-labelledby="problems-title">
              <h2 id="problems-title">{t('dock.problems', { count: problems.length })}</h2>
              <ul class="changes">
                {problems.map((problem) => {
                  const { where, path } = nodeAt(document, problem.pointer);
                  return (
                    <li key={`${problem.pointer} ${problem.rule}`}>
                      <a
                        href={
                          path.startsWith('/hours/week/')
                            ? pathOf(officeId)
                            : pathOf(officeId, `/fields?at=${encodeURIComponent(path)}`)
                        }
                      >
                        {where.length === 0 ? kiosk.t('office.field.office') : kiosk.wayTo(where)}
                      </a>
                      <span>{kiosk.whyInvalid({ ...problem, where })}</span>
                    </li>
                  );
                })}
              </ul>
            </section>
          )}
          <form class="publish" onSubmit={submits(publish)}>
            <FromDay
              first={first}
              value={from}
              onChoose={setFrom}
              today={now.serviceDay}
              before={next?.effectiveFrom ?? null}
            />
            {next === null ? null : (
              <p>{t('review.until', { version: next.version, date: date(next.effectiveFrom, 'long') })}</p>
            )}
            <p class="note">
              {base.effectiveFrom > now.serviceDay
                ? t('review.coming', { version: base.version, date: date(base.effectiveFrom, 'long') })
                : t('review.kiosks')}
            </p>
            <p class="field-fault" role="alert">
              {fault === null ? '' : faultWords(fault, t)}
            </p>
            <p class="buttons">
              <a class="button" href={pathOf(officeId)}>
                {t('do.goOn')}
              </a>
              <button type="submit" class="button button-main" aria-disabled={!canPublish || isSending || undefined}>
                {t('do.publish', { day: date(from, 'long') })}
              </button>
            </p>
          </form>
        </>
      )}
    </OfficeFrame>
  );
}

export function faultWords({ kind, errors }: Refused, t: ReturnType<typeof useOfficeWords>['t']): string {
  if (kind === 'does-not-apply') return t('fault.doesNotApply');
  if (kind === 'already-decided') return t('fault.decided');
  if (kind === 'invalid-profile') return t('fault.invalid', { detail: errors.map(({ detail }) => detail).join('; ') });
  return t(kind === 'unreachable' ? 'fault.unreachable' : 'fault.refused');
}
