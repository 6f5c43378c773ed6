import { useLayoutEffect, useState } from 'preact/hooks';
import { Pictogram } from '../components/pictogram.tsx';
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
  const isWaiting = waitSeconds !== null;

  const add = (digit: string) => setTyped((before) => (before.length < MOST_DIGITS ? before + digit : before));
  const send = () => (step === 'enter' ? session.enterPin(typed) : session.setPin(typed));
  const key = (digit: string) => (
    <button key={digit} type="button" class="key" disabled={isWaiting} onClick={() => add(digit)}>
      {digit}
    </button>
  );

  return (
    <TechnicianFrame
      state={state}
      header={
        <>
          <p>{state.office.name}</p>
          <p>{time(state.localTime.slice(11))}</p>
        </>
      }
      footer={<TechnicianButton kind="on-dark" pictogram="leave" text={t('pin.leave')} onTouch={session.finish} />}
    >
      <div class="pin-words">
        <TechnicianTitle text={t(`pin.title.${step}`)} />
        <p class="pin-lead">{t(`pin.lead.${step}`)}</p>
      </div>
      <div class="pin-typing">
        <p class="pin-field">
          <span class="pin-dots" aria-hidden="true">
            {'•'.repeat(typed.length)}
          </span>
          <span class="spoken" role="status">
            {t('pin.typed', { count: typed.length })}
          </span>
        </p>
        <div class="pin-notice" role={isWaiting ? 'timer' : 'status'}>
          {isWaiting && (
            <Notice text={t('pin.wait', { minutes: Math.floor(waitSeconds / 60), seconds: waitSeconds % 60 })} />
          )}
          {!isWaiting && notice !== null && <Notice text={t(`pin.notice.${notice}`)} />}
        </div>
      </div>
      <div class="keypad">
        {DIGITS.map(key)}
        <button
          type="button"
          class="key key-word"
          disabled={isWaiting}
          onClick={() => setTyped((before) => before.slice(0, -1))}
        >
          <Pictogram name="erase" />
          <span>{t('pin.erase')}</span>
        </button>
        {key('0')}
        <button
          type="button"
          class="key key-word key-send"
          disabled={isWaiting || typed.length < LEAST_DIGITS}
          onClick={send}
        >
          <span>{t(`pin.send.${step}`)}</span>
        </button>
      </div>
    </TechnicianFrame>
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
