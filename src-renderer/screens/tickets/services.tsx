import type { ServiceChoice } from '../../../src-main/tickets/contract/ticket.ts';
import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { ChoiceRow } from './choice-row.tsx';

const TITLES = { several: null, one: 'services.only', none: 'services.none' } as const;

export function ServicesScreen({ state, view }: ScreenProps<'services'>) {
  const { t, language } = useWords();
  const session = useSession();
  const choose = (choice: ServiceChoice) =>
    choice.kind === 'group'
      ? session.openGroup({ groupId: choice.groupId })
      : view.purpose === 'check-in'
        ? session.chooseCheckInService({ serviceId: choice.serviceId })
        : choice.asks
          ? session.askWait({ serviceId: choice.serviceId })
          : session.takeTicket({ serviceId: choice.serviceId, visitType: view.visitType, language });
  return (
    <Inside
      state={state}
      title={view.group?.name ?? t(TITLES[view.open] ?? `services.question.${view.visitType}`)}
      lead={
        <p class="lead" data-gives={state.givenUp === null ? 1 : undefined}>
          {state.givenUp === null
            ? t(`services.lead.${view.visitType}`)
            : t(view.open === 'several' ? 'services.givenUp' : 'services.givenUpAlone', { label: state.givenUp })}
        </p>
      }
    >
      <ul class="rows" aria-label={t('services.list')} data-count={view.choices.length}>
        {view.choices.map((choice) => (
          <ChoiceRow
            key={choice.kind === 'group' ? choice.groupId : choice.serviceId}
            choice={choice}
            today={state.localTime.slice(0, 10)}
            isShort={state.access.reach || state.access.textSize === 200}
            onTouch={() => choose(choice)}
          />
        ))}
      </ul>
      {view.books && (
        <Actions>
          <Button pictogram="calendar" text={t('book.open')} onTouch={session.openBooking} />
        </Actions>
      )}
    </Inside>
  );
}
