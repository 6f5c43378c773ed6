import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Note } from '../../components/steps.tsx';
import { useSlotWords } from '../../components/stripe.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { NumberCard } from '../tickets/slip-card.tsx';

export function AttendanceProofScreen({ state, view }: ScreenProps<'attendance-proof'>) {
  const { t, time } = useWords();
  const session = useSession();
  const where = useSlotWords();
  const { paper, place } = view;
  const comesOut = paper === 'coming' || paper === 'out';
  return (
    <Inside
      state={state}
      title={t('attendanceProof.title')}
      {...(comesOut && {
        stripe: place === null ? t(`attendanceProof.${paper}`, { where }) : t('ticket.place', { place }),
      })}
      stripeTo={place === null ? 'slot' : 'desk'}
    >
      <NumberCard
        label={view.label}
        caption={t('attendanceProof.times', { from: time(view.from), to: time(view.to) })}
      />
      <div class="notes" data-part>
        {comesOut ? (
          <Note pictogram="stamp" strong={t('attendanceProof.sign')} rest={t('attendanceProof.signWhat')} />
        ) : (
          <Note pictogram="info" strong={t('attendanceProof.failed')} />
        )}
      </div>
      <Actions>
        <Button kind="primary" pictogram="check" text={t('ticket.finish')} onTouch={session.finish} />
      </Actions>
    </Inside>
  );
}
