import { Steps } from '../../components/steps.tsx';
import { useFaultWords, useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { BackToStaff } from '../staff/staff-parts.tsx';
import { TechnicianButton } from '../technician/controls.tsx';
import { BehindPin } from '../technician/technician-frame.tsx';
import { FaultPicture } from './fault-picture.tsx';

type FaultProps = ScreenProps<'technician-fault'> | ScreenProps<'staff-fault'>;

/** The first sentence of a log text, which says the problem; the rest says what to do. */
export const firstSentence = (sentence: string): string => /^.*?\.(?= |$)/u.exec(sentence)?.[0] ?? sentence;

function FaultPage({ state, view, back }: FaultProps & { back: preact.ComponentChildren }) {
  const { t, sentenceOf } = useFaultWords();
  const { about, kind, level, picture, cause, steps } = view;
  return (
    <BehindPin state={state} view={view} title={t(`about.${about}`)} chosen={kind}>
      <div class="fault-head" data-level={level} data-whole>
        <FaultPicture picture={picture} />
        <p>
          <strong>{firstSentence(sentenceOf(kind))}</strong>
        </p>
      </div>
      <section class="fault-part" data-together>
        <h2>{t('heading.cause')}</h2>
        <p>{t(`cause.${cause}`)}</p>
      </section>
      <section class="fault-part fault-steps" data-together>
        <h2>{t('heading.steps')}</h2>
        <Steps steps={steps.map((step) => ({ strong: t(`step.${step}`) }))} />
      </section>
      <div class="technician-actions">{back}</div>
    </BehindPin>
  );
}

export function TechnicianFaultScreen(props: ScreenProps<'technician-fault'>) {
  const { t } = useTechnicianWords();
  const { back } = useSession();
  return <FaultPage {...props} back={<TechnicianButton pictogram="back" text={t('do.back')} onTouch={back} />} />;
}

export const StaffFaultScreen = (props: ScreenProps<'staff-fault'>) => <FaultPage {...props} back={<BackToStaff />} />;
