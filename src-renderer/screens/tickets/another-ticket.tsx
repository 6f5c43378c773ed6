import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { NumberCard } from './slip-card.tsx';

/** Asks a citizen with a number whether they want another. An accidental touch keeps the first number. */
export function AnotherTicketScreen({ state, view }: ScreenProps<'another-ticket'>) {
  const { t } = useWords();
  const session = useSession();
  const { label } = view;
  return (
    <Inside
      state={state}
      title={label === null ? t('anotherTicket.titleUnknown') : t('anotherTicket.title', { label })}
      lead={<p class="lead">{t('anotherTicket.question')}</p>}
    >
      {label !== null && <NumberCard label={label} caption={t('checkInResult.valid')} />}
      <Actions>
        <Button pictogram="ticket" text={t('anotherTicket.yes')} onTouch={session.takeWalkIn} />
        <Button kind="primary" pictogram="check" text={t('anotherTicket.no')} onTouch={session.back} />
      </Actions>
    </Inside>
  );
}
