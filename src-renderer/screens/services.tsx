import type { ServiceChoice } from '../../src-main/contract/kiosk/screens/ticket.ts';
import { ChoiceRow } from '../components/choice-row.tsx';
import { Inside } from '../components/frames.tsx';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps, ViewOf } from './screen-props.ts';

/** The first list or, with the group's name for a title, the inside of a group. */
export function ServicesScreen({ state, view }: ScreenProps<'services'>) {
  const { t, language } = useWords();
  const session = useSession();
  const title = titleOf(view);
  const choose = (choice: ServiceChoice) =>
    choice.kind === 'group'
      ? session.openGroup(choice.groupId)
      : view.purpose === 'check-in'
        ? session.chooseCheckInService(choice.serviceId)
        : session.takeTicket(choice.serviceId, view.visitType, language);
  return (
    <Inside
      state={state}
      title={view.group?.name ?? t(title)}
      lead={
        <p class="lead">
          {state.givenUp === null
            ? t(`services.lead.${view.visitType}`)
            : t('services.givenUp', { label: state.givenUp })}
        </p>
      }
    >
      <ul class="rows" aria-label={t('services.list')} data-count={view.choices.length}>
        {view.choices.map((choice) => (
          <ChoiceRow
            key={choice.kind === 'group' ? choice.groupId : choice.serviceId}
            choice={choice}
            today={state.localTime.slice(0, 10)}
            reach={state.access.reach}
            onTouch={() => choose(choice)}
          />
        ))}
      </ul>
    </Inside>
  );
}

/** Where one choice is left, or none, nothing is asked. */
function titleOf({ choices, visitType }: ViewOf<'services'>) {
  const open = choices.filter(({ closed }) => closed === null).length;
  if (open > 1) return `services.question.${visitType}` as const;
  return open === 1 ? 'services.only' : 'services.none';
}
