import { useState } from 'preact/hooks';
import { useTechnicianWords } from '../../../speaking.ts';
import { useSession } from '../../../touching.ts';
import { Advice, Stepper, TechnicianButton, TechnicianChoice, TechnicianSaid } from '../controls.tsx';
import { TouchCrosses } from '../touch-crosses.tsx';
import type { StepProps } from './step-props.ts';

type Panel = StepProps<'panel'>['step']['panel'];
type Direction = Panel['places']['slot'];

const DIRECTIONS: readonly Direction[] = ['below-left', 'below', 'below-right', 'left', 'right', 'above'];
const NEXT_TURN = { 0: 90, 90: 180, 180: 270, 270: 0 } as const;
const QUESTIONS = ['card', 'height', 'slot', 'scanner', 'desk'] as const;
/**
 * The small and the large step by which a button changes the width of the drawn card, and (`HEIGHT_MM`) the height of the panel's lower
 * edge.
 */
const EDGE_PX = [1, 10] as const;
const HEIGHT_MM = [10, 50] as const;
const LOWEST_EDGE_MM = 300;
const HIGHEST_EDGE_MM = 1_400;
const LEAST_SIDE_MM = 150;

function useGlass({ pxPerMm, lowerEdgeMm: edgeMm, readingMm, places: before }: Panel) {
  const { setPanel } = useSession();
  const [asked, setAsked] = useState(0);
  const [cardPx, setCardPx] = useState(Math.round(pxPerMm * CARD_WIDTH_MM));
  const [lowerEdgeMm, setLowerEdgeMm] = useState(edgeMm);
  const [places, setPlaces] = useState(before);
  const { innerWidth: widthPx, innerHeight: heightPx } = window;
  const widestPx = Math.floor((Math.min(widthPx, heightPx) / LEAST_SIDE_MM) * CARD_WIDTH_MM);
  return {
    cardPx,
    lowerEdgeMm,
    places,
    question: QUESTIONS[asked] ?? 'card',
    glassMm: Math.round((widthPx / cardPx) * CARD_WIDTH_MM),
    answer(now: Panel['places'] = places): void {
      setPlaces(now);
      if (asked + 1 < QUESTIONS.length) setAsked(asked + 1);
      else
        void setPanel({
          panel: { pxPerMm: cardPx / CARD_WIDTH_MM, widthPx, heightPx, lowerEdgeMm, readingMm, places: now },
        });
    },
    goBack: asked > 0 ? () => setAsked(asked - 1) : null,
    widen: (by: number) => setCardPx((px) => Math.min(widestPx, Math.max(CARD_WIDTH_MM, px + by))),
    lift: (by: number) => setLowerEdgeMm((mm) => Math.min(HIGHEST_EDGE_MM, Math.max(LOWEST_EDGE_MM, mm + by))),
  };
}

type Glass = ReturnType<typeof useGlass>;

export function PanelStep({ step: { panel, turn, touch } }: StepProps<'panel'>) {
  const { t } = useTechnicianWords();
  const glass = useGlass(panel);
  const { question, answer, goBack } = glass;
  const { turnPanel, calibrateTouch } = useSession();
  const [isCalibrating, setCalibrating] = useState(false);
  if (touch?.stage === 'trying') return <TouchTrial endsInSeconds={touch.endsInSeconds} />;
  return (
    <>
      {isCalibrating && (
        <TouchCrosses
          onTouched={(touched, aspect) => {
            setCalibrating(false);
            void calibrateTouch({ touched, aspect });
          }}
          onLeave={() => setCalibrating(false)}
        />
      )}
      {question === 'card' && touch !== null && touch.stage !== 'none' && (
        <Advice level={touch.stage === 'kept' ? 'good' : 'attention'} strong={t(`firstRun.touch.${touch.stage}`)} />
      )}
      <p role="status">
        <strong>{t(`firstRun.glass.ask.${question}`)}</strong> {t(`firstRun.glass.how.${question}`)}
      </p>
      {question === 'card' && <Card glass={glass} />}
      {question === 'height' && <Height glass={glass} />}
      {question !== 'card' && question !== 'height' && <Places part={question} glass={glass} />}
      <div class="technician-actions">
        {(question === 'card' || question === 'height') && (
          <TechnicianButton
            kind="primary"
            pictogram="good"
            text={t(`firstRun.do.${question}`)}
            onTouch={() => answer()}
          />
        )}
        {question === 'card' && turn !== null && (
          <TechnicianButton
            pictogram="again"
            text={t('firstRun.do.turn')}
            onTouch={() => turnPanel({ turn: NEXT_TURN[turn] })}
          />
        )}
        {question === 'card' && touch !== null && (
          <TechnicianButton pictogram="hands" text={t('firstRun.touch.do')} onTouch={() => setCalibrating(true)} />
        )}
        {goBack !== null && <TechnicianButton pictogram="back" text={t('firstRun.do.question')} onTouch={goBack} />}
      </div>
    </>
  );
}

/** A trial of a new calibration, which is undone unless the technician hits a button in time. */
function TouchTrial({ endsInSeconds }: { endsInSeconds: number }) {
  const { t } = useTechnicianWords();
  const { keepTouch } = useSession();
  return (
    <>
      <TechnicianSaid
        level="hands"
        strong={t('firstRun.touch.ask')}
        rest={t('firstRun.touch.back', { count: endsInSeconds })}
      />
      <div class="technician-actions">
        <TechnicianButton kind="primary" pictogram="good" text={t('firstRun.touch.keep')} onTouch={keepTouch} />
      </div>
    </>
  );
}

function Card({ glass: { cardPx, glassMm, widen } }: { glass: Glass }) {
  const { t } = useTechnicianWords();
  return (
    <>
      <BankCard widthPx={cardPx} label={t('firstRun.glass.card')} />
      <Stepper
        steps={EDGE_PX}
        less={(by) => t('firstRun.glass.narrower', { count: by })}
        more={(by) => t('firstRun.glass.wider', { count: by })}
        says={t('firstRun.glass.wide', { mm: glassMm })}
        onStep={widen}
      />
    </>
  );
}

function Height({ glass: { lowerEdgeMm, lift } }: { glass: Glass }) {
  const { t } = useTechnicianWords();
  return (
    <Stepper
      steps={HEIGHT_MM}
      less={(by) => t('firstRun.glass.lower', { mm: by })}
      more={(by) => t('firstRun.glass.higher', { mm: by })}
      says={t('firstRun.glass.high', { mm: lowerEdgeMm })}
      onStep={lift}
    />
  );
}

function Places({ part, glass: { places, answer } }: { part: 'slot' | 'scanner' | 'desk'; glass: Glass }) {
  const { t } = useTechnicianWords();
  return (
    <ul class="technician-choices technician-choices-narrow">
      {DIRECTIONS.map((direction) => (
        <TechnicianChoice
          key={direction}
          strong={t(`firstRun.glass.at.${direction}`)}
          chosen={places[part] === direction}
          onTouch={() => answer({ ...places, [part]: direction })}
        />
      ))}
      {part === 'desk' && (
        <TechnicianChoice
          strong={t('firstRun.glass.at.unseen')}
          chosen={places.desk === null}
          onTouch={() => answer({ ...places, desk: null })}
        />
      )}
    </ul>
  );
}

/** Sizes of a card by ISO/IEC 7810, ID-1, such as the bank cards that most people carry. */
const CARD_WIDTH_MM = 85.6;
const CARD_HEIGHT_MM = 53.98;
const CORNER_MM = 3.18;

/** A card drawn at its true size if the panel's scale is right, which a real card on the glass shows. */
function BankCard({ widthPx, label }: { widthPx: number; label: string }) {
  return (
    <svg
      class="bank-card"
      data-whole
      width={widthPx}
      height={(widthPx * CARD_HEIGHT_MM) / CARD_WIDTH_MM}
      viewBox={`0 0 ${CARD_WIDTH_MM} ${CARD_HEIGHT_MM}`}
      role="img"
      aria-label={label}
    >
      <rect width={CARD_WIDTH_MM} height={CARD_HEIGHT_MM} rx={CORNER_MM} />
    </svg>
  );
}
