import { Pictogram } from '../../components/pictogram.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { PinPad } from './pin-pad.tsx';
import { StepFoot } from './step-foot.tsx';
import { TechnicianButton } from './technician-button.tsx';
import { TechnicianFrame, TechnicianTitle } from './technician-frame.tsx';

const LEAST_DIGITS = 6;
const MOST_DIGITS = 12;
/** Digits of the staff's code. */
const CODE_DIGITS = 4;

export function TechnicianPinScreen({ state, view }: ScreenProps<'technician-pin'>) {
  const { t, time } = useTechnicianWords();
  const session = useSession();
  const { step, checking, notice, waitSeconds, codeWaitSeconds, takesStaffCode } = view;
  const takesPin = waitSeconds === null;
  const takesCode = takesStaffCode && codeWaitSeconds === null;
  const asks = takesStaffCode && step === 'enter' ? 'enterEither' : step;
  return (
    <TechnicianFrame
      state={state}
      reading={`${step} ${notice}`}
      header={
        <>
          <p>{state.office.name}</p>
          <p>{time(state.localTime.slice(11))}</p>
        </>
      }
      footer={<TechnicianButton kind="on-dark" pictogram="leave" text={t('pin.leave')} onTouch={session.finish} />}
      question={
        <>
          <TechnicianTitle text={t(`pin.title.${asks}`)} />
          <p class="lead">{t(`pin.lead.${asks}`)}</p>
          <PinNotice {...view} />
        </>
      }
    >
      <PinPad
        begin={`${step} ${checking}`}
        most={MOST_DIGITS}
        mayBeSent={(digits) => (takesPin && digits >= LEAST_DIGITS) || (takesCode && digits === CODE_DIGITS)}
        sendText={t(`pin.send.${step}`)}
        // Input during a PIN check would be lost with its answer.
        isHeld={checking || !(takesPin || takesCode)}
        onSend={(typed) => void (step === 'enter' ? session.enterPin({ pin: typed }) : session.setPin({ pin: typed }))}
      />
      {view.mayBeSkipped && <StepFoot step="pin" canGoBack={false} />}
    </TechnicianFrame>
  );
}

type PinNoticeProps = Pick<
  ScreenProps<'technician-pin'>['view'],
  'notice' | 'waitSeconds' | 'codeWaitSeconds' | 'takesStaffCode'
>;

/** Says which of the two codes may be tried, or how long until the first may. */
function PinNotice({ notice, waitSeconds, codeWaitSeconds, takesStaffCode }: PinNoticeProps) {
  const { t } = useTechnicianWords();
  const waits = [waitSeconds, ...(takesStaffCode ? [codeWaitSeconds] : [])].filter((seconds) => seconds !== null);
  const isWaiting = waits.length > 0;
  const areAll = !takesStaffCode || waits.length === 2;
  const seconds = Math.min(...waits);
  const waitText = areAll ? 'pin.wait' : waitSeconds === null ? 'pin.waitCode' : 'pin.waitPin';
  const says = notice === 'wrong' && takesStaffCode ? 'neither' : notice;
  return (
    <div class="lead pin-notice" data-whole role={isWaiting ? 'timer' : 'status'}>
      {isWaiting && <Notice text={t(waitText, { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })} />}
      {!isWaiting && says !== null && <Notice text={t(`pin.notice.${says}`)} />}
    </div>
  );
}

function Notice({ text }: { text: string }) {
  return (
    <>
      <Pictogram name="attention" />
      <p>{text}</p>
    </>
  );
}
