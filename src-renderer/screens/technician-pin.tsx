import { useLayoutEffect, useState } from 'preact/hooks';
import { Pictogram } from '../components/pictogram.tsx';
import { StepFoot } from '../components/step-foot.tsx';
import { TechnicianButton } from '../components/technician-button.tsx';
import { TechnicianFrame, TechnicianTitle } from '../components/technician-frame.tsx';
import { useTechnicianWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps } from './screen-props.ts';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const LEAST_DIGITS = 6;
const MOST_DIGITS = 12;

/** The digits are kept here while they are typed, and nowhere once they are sent. */
export function TechnicianPinScreen({ state, view }: ScreenProps<'technician-pin'>) {
  const { t, time } = useTechnicianWords();
  const session = useSession();
  const [typed, setTyped] = useState('');
  const { step, checking, notice, waitSeconds } = view;
  useLayoutEffect(() => setTyped(''), [step, checking]);

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
          <TechnicianTitle text={t(`pin.title.${step}`)} />
          <p class="lead">{t(`pin.lead.${step}`)}</p>
          <PinNotice notice={notice} waitSeconds={waitSeconds} />
        </>
      }
    >
      <div class="pad" data-together>
        <p class="pin-field">
          <span class="pin-dots" aria-hidden="true">
            {'•'.repeat(typed.length)}
          </span>
          <span class="spoken" role="status">
            {t('pin.typed', { count: typed.length })}
          </span>
        </p>
        <PinKeypad
          typed={typed}
          setTyped={setTyped}
          sendText={t(`pin.send.${step}`)}
          // What is typed while a PIN is looked at would be lost with its answer.
          isHeld={waitSeconds !== null || checking}
          onSend={() => (step === 'enter' ? session.enterPin(typed) : session.setPin(typed))}
        />
      </div>
      {view.mayBeSkipped && <StepFoot step="pin" canGoBack={false} />}
    </TechnicianFrame>
  );
}

interface PinKeypadProps {
  typed: string;
  setTyped: (change: (before: string) => string) => void;
  sendText: string;
  isHeld: boolean;
  onSend: () => void;
}

function PinKeypad({ typed, setTyped, sendText, isHeld, onSend }: PinKeypadProps) {
  const { t } = useTechnicianWords();
  const add = (digit: string) => setTyped((before) => (before.length < MOST_DIGITS ? before + digit : before));
  const key = (digit: string) => (
    <button key={digit} type="button" class="key" data-pace="typing" disabled={isHeld} onClick={() => add(digit)}>
      {digit}
    </button>
  );
  const isComplete = typed.length >= LEAST_DIGITS;
  return (
    <div class="keypad" data-whole>
      {DIGITS.map(key)}
      <button
        type="button"
        class="key key-word key-erase"
        data-pace="typing"
        disabled={isHeld}
        onClick={() => setTyped((before) => before.slice(0, -1))}
      >
        <Pictogram name="erase" />
        <span>{t('pin.erase')}</span>
      </button>
      {key('0')}
      <button type="button" class="key key-word key-send" disabled={isHeld || !isComplete} onClick={onSend}>
        <span>{sendText}</span>
      </button>
    </div>
  );
}

function PinNotice({ notice, waitSeconds }: Pick<ScreenProps<'technician-pin'>['view'], 'notice' | 'waitSeconds'>) {
  const { t } = useTechnicianWords();
  const isWaiting = waitSeconds !== null;
  return (
    <div class="lead pin-notice" data-whole role={isWaiting ? 'timer' : 'status'}>
      {isWaiting && (
        <Notice text={t('pin.wait', { minutes: Math.floor(waitSeconds / 60), seconds: waitSeconds % 60 })} />
      )}
      {!isWaiting && notice !== null && <Notice text={t(`pin.notice.${notice}`)} />}
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
