import { Pictogram } from '../../components/pictogram.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { TechnicianButton } from './controls.tsx';
import { PinPad } from './pin-pad.tsx';
import { StepFoot } from './step-foot.tsx';
import { TechnicianFrame, TechnicianTitle } from './technician-frame.tsx';

const LEAST_DIGITS = 6;
const MOST_DIGITS = 12;
const CODE_DIGITS = 4;
const NAMED_DIGITS = 10;

type PinView = ScreenProps<'technician-pin'>['view'];

const acceptedBy = ({ takesPin, takesStaffCode, takesNamedCode }: PinView) => ({
  pin: takesPin,
  code: takesStaffCode,
  named: takesNamedCode,
});

function leadOf(view: PinView) {
  const { pin, code, named } = acceptedBy(view);
  if (view.step !== 'enter') return view.step;
  if (!pin) return named ? 'enterNamed' : 'enterClosed';
  if (named) return code ? 'enterAny' : 'enterPinOrNamed';
  return code ? 'enterEither' : 'enter';
}

function titleOf(view: PinView) {
  if (view.step !== 'enter') return view.step;
  if (!view.takesPin) return 'enterNamed';
  return view.takesStaffCode || view.takesNamedCode ? 'enterEither' : 'enter';
}

export function TechnicianPinScreen({ state, view }: ScreenProps<'technician-pin'>) {
  const { t, time } = useTechnicianWords();
  const session = useSession();
  const { step, checking, notice, waitSeconds, codeWaitSeconds, namedWaitSeconds } = view;
  const accepted = acceptedBy(view);
  const takesPin = accepted.pin && waitSeconds === null;
  const takesCode = accepted.code && codeWaitSeconds === null;
  const takesNamed = accepted.named && namedWaitSeconds === null;
  const mayBeSent = (digits: number): boolean => {
    if (digits === CODE_DIGITS) return takesCode;
    // An input as long as a named person's code may also be a PIN, so the rule for a PIN applies to it too.
    if (digits === NAMED_DIGITS && takesNamed) return true;
    return takesPin && digits >= LEAST_DIGITS;
  };
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
          <TechnicianTitle text={t(`pin.title.${titleOf(view)}`)} />
          <p class="lead">{t(`pin.lead.${leadOf(view)}`)}</p>
          <PinNotice view={view} />
        </>
      }
    >
      <PinPad
        begin={`${step} ${checking}`}
        most={MOST_DIGITS}
        mayBeSent={mayBeSent}
        sendText={t(`pin.send.${step}`)}
        // Input while a PIN is being checked would be lost when the result arrives.
        isHeld={checking || !(takesPin || takesCode || takesNamed)}
        onSend={(typed) => void (step === 'enter' ? session.enterPin({ pin: typed }) : session.setPin({ pin: typed }))}
      />
      {view.mayBeSkipped && <StepFoot step="pin" canGoBack={false} />}
    </TechnicianFrame>
  );
}

function PinNotice({ view }: { view: PinView }) {
  const { t } = useTechnicianWords();
  const accepted = acceptedBy(view);
  const all = [
    { text: 'pin.waitPin', isTaken: accepted.pin, seconds: view.waitSeconds },
    { text: 'pin.waitCode', isTaken: accepted.code, seconds: view.codeWaitSeconds },
    { text: 'pin.waitNamed', isTaken: accepted.named, seconds: view.namedWaitSeconds },
  ] as const;
  const taken = all.filter(({ isTaken }) => isTaken);
  const waiting = taken.flatMap(({ text, seconds }) => (seconds === null ? [] : [{ text, seconds }]));
  const [first] = waiting;
  const seconds = Math.min(...waiting.map((one) => one.seconds));
  const waitText = waiting.length === taken.length ? 'pin.wait' : first?.text;
  const isNeither = view.notice === 'wrong' && (accepted.code || accepted.named);
  const says = isNeither ? (accepted.named ? 'unknown' : 'neither') : view.notice;
  const notice = says === null ? null : t(`pin.notice.${says}`);
  const text =
    first === undefined || waitText === undefined
      ? notice
      : t(waitText, { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  return (
    <div class="lead pin-notice" data-whole role={first === undefined ? 'status' : 'timer'}>
      {text !== null && (
        <>
          <Pictogram name="attention" />
          <p>{text}</p>
        </>
      )}
    </div>
  );
}
