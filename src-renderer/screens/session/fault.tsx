import { Steps } from '../../components/steps.tsx';
import { useFaultWords, useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';
import { BackToStaff } from '../staff/staff-parts.tsx';
import { TechnicianButton } from '../technician/controls.tsx';
import { BehindPin } from '../technician/technician-frame.tsx';
import { FaultPicture } from './fault-picture.tsx';

type FaultProps = ScreenProps<'technician-fault'> | ScreenProps<'staff-fault'>;

function FaultPage({ state, view, back }: FaultProps & { back: preact.ComponentChildren }) {
  const { t } = useFaultWords();
  return (
    <BehindPin state={state} view={view} title={t(`about.${view.about}`)} chosen={view.kind}>
      <Fault view={view} />
      <div class="technician-actions">{back}</div>
    </BehindPin>
  );
}

/** The first sentence of a log text; the rest says what to do, which this page shows as steps. */
const firstOf = (sentence: string): string => /^.*?\.(?= |$)/u.exec(sentence)?.[0] ?? sentence;

function Fault({ view: { kind, level, picture, cause, steps } }: { view: ViewOf<'technician-fault' | 'staff-fault'> }) {
  const { t, sentenceOf } = useFaultWords();
  return (
    <>
      <div class="fault-head" data-level={level} data-whole>
        <FaultPicture picture={picture} />
        <p>
          <strong>{firstOf(sentenceOf(kind))}</strong>
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
    </>
  );
}

export function TechnicianFaultScreen(props: ScreenProps<'technician-fault'>) {
  const { t } = useTechnicianWords();
  const { back } = useSession();
  return <FaultPage {...props} back={<TechnicianButton pictogram="back" text={t('do.back')} onTouch={back} />} />;
}

export const StaffFaultScreen = (props: ScreenProps<'staff-fault'>) => <FaultPage {...props} back={<BackToStaff />} />;
