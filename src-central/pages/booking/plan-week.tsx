import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../client.ts';
import { usePage } from '../page-context.ts';
import { PAUSE_MS } from './plan-publish.tsx';
import { localTimeAt } from './rules.ts';
import type { OpenPlan } from './use-plan.ts';
import { useBookingWords } from './words.ts';

export function PlanWeek({ open, from }: { open: OpenPlan; from: string }) {
  const { t, time, date } = useBookingWords();
  const { client } = usePage();
  const { officeId, plan, services, faults, zone } = open;
  const [wanted, setService] = useState<string | null>(null);
  const service = plan.services.find(({ serviceId }) => serviceId === wanted) ?? plan.services[0];
  const [days, setDays] = useState<Answer<'previewPlan'>['days'] | null>(null);
  const text = JSON.stringify(plan);
  const isWell = faults.length === 0 && service !== undefined;
  useEffect(() => {
    if (!isWell) return setDays(null);
    let isOver = false;
    const timer = setTimeout(() => {
      void client
        .ask('previewPlan', {
          params: { officeId },
          body: { plan: JSON.parse(text), effectiveFrom: from, errands: [service.serviceId] },
        })
        .then((answered) => {
          if (!isOver) setDays(answered.ok ? (answered.value.body?.days ?? null) : null);
        });
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, officeId, text, from, service?.serviceId, isWell]);
  return (
    <section aria-labelledby="week-free-title">
      <div class="list-head">
        <h2 id="week-free-title">{t('week.title')}</h2>
        {plan.services.length < 2 ? null : (
          <label>
            <span class="unseen">{t('week.service')}</span>
            <select value={service?.serviceId} onChange={({ currentTarget }) => setService(currentTarget.value)}>
              {plan.services.map(({ serviceId }) => (
                <option key={serviceId} value={serviceId}>
                  {services.find(({ id }) => id === serviceId)?.name ?? serviceId}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {days === null ? (
        <p class="note">{t(isWell ? 'week.asking' : 'week.faults')}</p>
      ) : (
        <table class="table plan-week">
          <thead>
            <tr>
              <th scope="col">{t('week.day')}</th>
              <th scope="col" class="number">
                {t('week.free')}
              </th>
              <th scope="col">{t('week.between')}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, closed, starts }) => {
              const [first, last] = [starts[0], starts.at(-1)];
              return (
                <tr key={day}>
                  <th scope="row">{date(day, 'day')}</th>
                  <td class="number">{starts.length}</td>
                  <td>
                    {closed !== null
                      ? t(`week.closed.${closed.because}`)
                      : first === undefined || last === undefined
                        ? t('week.full')
                        : `${time(localTimeAt(first, zone).time)}–${time(localTimeAt(last, zone).time)}`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
