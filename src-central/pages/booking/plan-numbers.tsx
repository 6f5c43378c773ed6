import { useId } from 'preact/hooks';
import { CheckField } from '../parts/fields.tsx';
import { Section } from '../parts/section.tsx';
import { withService } from './plan-rules.ts';
import type { OpenPlan } from './use-plan.ts';
import { useBookingWords } from './words.ts';

const FIRST_MINUTES = 20;

/** A field for a whole number. It reports the number after each key, so that the preview follows. */
function NumberField({
  label,
  unit,
  value,
  least,
  most,
  fault,
  step = 1,
  onChange,
}: {
  label: string;
  unit: string;
  value: number;
  least: number;
  most: number;
  fault: string | null;
  step?: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <p class="plan-number">
      <label for={id}>{label}</label>
      <span>
        <input
          id={id}
          type="number"
          min={least}
          max={most}
          step={step}
          value={Number.isNaN(value) ? '' : value}
          aria-invalid={fault !== null || undefined}
          aria-describedby={fault === null ? undefined : `${id}-fault`}
          onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
        />{' '}
        {unit}
      </span>
      <span id={`${id}-fault`} class="field-fault" aria-live="polite">
        {fault ?? ''}
      </span>
    </p>
  );
}

export function useFault({ faults }: OpenPlan) {
  const { t } = useBookingWords();
  return (path: string): string | null => {
    const found = faults.find((one) => one.path === path);
    return found === undefined ? null : t(`fault.${found.fault}`);
  };
}

export function PlanServices({ open }: { open: OpenPlan }) {
  const { t } = useBookingWords();
  const faultAt = useFault(open);
  const { plan, services, edit } = open;
  return (
    <Section id="services-title" title={t('services.title')}>
      <ul class="plan-services">
        {services.map(({ id, name }) => {
          const at = plan.services.findIndex(({ serviceId }) => serviceId === id);
          const minutes = plan.services[at]?.minutes ?? null;
          return (
            <li key={id}>
              <label class="plan-check">
                <input
                  type="checkbox"
                  checked={minutes !== null}
                  onChange={({ currentTarget }) =>
                    edit(withService(plan, id, currentTarget.checked ? FIRST_MINUTES : null))
                  }
                />
                {name}
              </label>
              {minutes === null ? (
                <span class="note">{t('services.walkIn')}</span>
              ) : (
                <NumberField
                  label={t('services.minutes', { service: name })}
                  unit="min"
                  least={5}
                  most={480}
                  step={5}
                  value={minutes}
                  fault={faultAt(`services/${at}/minutes`) ?? faultAt(`services/${at}`)}
                  onChange={(value) => edit(withService(plan, id, value))}
                />
              )}
            </li>
          );
        })}
      </ul>
      <p class="field-fault" role="status">
        {faultAt('services') ?? ''}
      </p>
    </Section>
  );
}

const SHARES = ['walkIn', 'sameDay', 'telephone', 'help', 'unproven', 'desk'] as const;
/** The percentage that the field of a quota shows if the plan lacks the quota: the number of bookings is not limited. */
const ALL = 100;

export function PlanNumbers({ open }: { open: OpenPlan }) {
  const { t } = useBookingWords();
  const faultAt = useFault(open);
  const { plan, edit } = open;
  const { ahead, shares } = plan;
  return (
    <>
      <Section id="ahead-title" title={t('ahead.title')}>
        <NumberField
          label={t('number.mostDays')}
          unit={t('unit.days')}
          least={0}
          most={366}
          value={ahead.mostDays}
          fault={faultAt('ahead/mostDays')}
          onChange={(mostDays) => edit({ ...plan, ahead: { ...ahead, mostDays } })}
        />
        <NumberField
          label={t('number.leastMinutes')}
          unit="min"
          least={0}
          most={10_080}
          value={ahead.leastMinutes}
          fault={faultAt('ahead/leastMinutes')}
          onChange={(leastMinutes) => edit({ ...plan, ahead: { ...ahead, leastMinutes } })}
        />
        <NumberField
          label={t('number.step')}
          unit="min"
          least={5}
          most={60}
          value={plan.step}
          fault={faultAt('step')}
          onChange={(step) => edit({ ...plan, step })}
        />
      </Section>
      <Section id="shares-title" title={t('shares.title')}>
        <p class="note">{t('shares.law')}</p>
        {SHARES.map((name) => (
          <NumberField
            key={name}
            label={t(`number.${name}`)}
            unit="%"
            least={name === 'walkIn' ? 1 : 0}
            most={100}
            value={shares[name] ?? ALL}
            fault={name === 'walkIn' ? faultAt('shares/walkIn') : null}
            onChange={(value) => edit({ ...plan, shares: { ...shares, [name]: value } })}
          />
        ))}
        <p class="field-fault" role="status">
          {faultAt('shares') ?? ''}
        </p>
        <NumberField
          label={t('number.mostOpen')}
          unit={t('unit.bookings')}
          least={1}
          most={50}
          value={plan.mostOpen}
          fault={faultAt('mostOpen')}
          onChange={(mostOpen) => edit({ ...plan, mostOpen })}
        />
        <CheckField
          class="plan-check"
          label={t('number.checksHolder')}
          checked={plan.checksHolder}
          onCheck={(isChecked) => edit({ ...plan, checksHolder: isChecked })}
        />
      </Section>
    </>
  );
}
