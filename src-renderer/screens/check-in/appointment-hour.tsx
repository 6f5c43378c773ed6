import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

/** The choice of an appointment's hour by a citizen without a code; one button says that the hour is not known. */
export function AppointmentHourScreen({ state, view }: ScreenProps<'appointment-hour'>) {
  const { t, time } = useWords();
  const session = useSession();
  return (
    <Inside state={state} title={t('appointmentHour.title')} lead={<p class="lead">{view.service.text}</p>}>
      <ul class="hours" aria-label={t('appointmentHour.list')}>
        {view.hours.map((hour) => (
          <li key={hour}>
            <button
              type="button"
              class="hour"
              onClick={() => session.checkInUnverified({ serviceId: view.serviceId, startsAt: hour })}
            >
              {time(hour)}
            </button>
          </li>
        ))}
      </ul>
      <Actions>
        <Button
          pictogram="help"
          text={t('appointmentHour.unknown')}
          onTouch={() => session.checkInUnverified({ serviceId: view.serviceId, startsAt: null })}
        />
      </Actions>
    </Inside>
  );
}
