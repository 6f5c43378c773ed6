import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

/** A citizen without a code chooses the time of their appointment; one button says that they do not know it. */
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
