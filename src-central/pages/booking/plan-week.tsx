import { useState } from 'preact/hooks';
import { localTimeAt } from './rules.ts';
import { type OpenPlan, usePreview } from './use-plan.ts';
import { useBookingWords } from './words.ts';

export function PlanWeek({ open, from }: { open: OpenPlan; from: string }) {
  const { t, time, date } = useBookingWords();
  const { plan, services, faults, zone } = open;
  const [wanted, setService] = useState<string | null>(null);
  const service = plan.services.find(({ serviceId }) => serviceId === wanted) ?? plan.services[0];
  const isWell = faults.length === 0 && service !== undefined;
  const days = usePreview(open, from, isWell, service?.serviceId).body?.days ?? null;
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
