import { type ComponentChildren, createContext, render } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';

type TechnicianButtonProps = {
  kind?: 'primary' | 'secondary' | 'on-dark';
  pictogram: PictogramName;
  text: string;
  isPressed?: boolean;
  onTouch: () => void;
};

/** The element in which a page draws its primary button; `null`: the page draws it among its other buttons. */
export const PrimaryCorner = createContext<Element | null>(null);

export function TechnicianButton(props: TechnicianButtonProps) {
  const corner = useContext(PrimaryCorner);
  if (props.kind === 'primary' && corner !== null) return <InCorner corner={corner} {...props} />;
  return <Drawn {...props} />;
}

/**
 * Draws the button in the page's corner, whichever part of the page contains it. The effect of a child runs before the effect of its page,
 * so the button is in the corner when the page is measured.
 */
function InCorner({ corner, ...props }: TechnicianButtonProps & { corner: Element }) {
  const [place] = useState(() => document.createElement('div'));
  useLayoutEffect(() => {
    corner.append(place);
    return () => {
      render(null, place);
      place.remove();
    };
  }, [corner]);
  useLayoutEffect(() => render(<Drawn {...props} />, place));
  return null;
}

function Drawn({ kind = 'secondary', pictogram, text, isPressed, onTouch }: TechnicianButtonProps) {
  return (
    <button
      type="button"
      class={`technician-button technician-button-${kind}`}
      aria-pressed={isPressed}
      onClick={onTouch}
    >
      <Pictogram name={pictogram} />
      <span>{text}</span>
    </button>
  );
}

export function BackToOffice() {
  const { t } = useTechnicianWords();
  const { openOfficePart } = useSession();
  return (
    <TechnicianButton pictogram="back" text={t('office.do.goOn')} onTouch={() => openOfficePart({ pointer: '' })} />
  );
}

export function BackToStatus() {
  const { t } = useTechnicianWords();
  const { back } = useSession();
  return <TechnicianButton pictogram="back" text={t('pairing.back')} onTouch={back} />;
}

type TechnicianChoiceProps = {
  strong: string;
  rest?: string;
  chosen?: boolean;
  lang?: string;
  pictogram?: PictogramName | undefined;
  onTouch: () => void;
};

export function TechnicianChoice({
  strong,
  rest = '',
  chosen = false,
  lang,
  pictogram,
  onTouch,
}: TechnicianChoiceProps) {
  return (
    <li>
      <button type="button" class="technician-choice" lang={lang} aria-pressed={chosen} onClick={onTouch}>
        {pictogram !== undefined && <Pictogram name={pictogram} />}
        <span>
          <strong>{strong}</strong>
          {rest !== '' && <span>{rest}</span>}
        </span>
        {chosen && <Pictogram name="check" />}
      </button>
    </li>
  );
}

type StepperProps = {
  steps: readonly [number, number];
  less: (by: number) => string;
  more: (by: number) => string;
  says: string;
  onStep: (by: number) => void;
};

export function Stepper({ steps: [small, large], less, more, says, onStep }: StepperProps) {
  return (
    <div class="stepper" data-together>
      <p role="status">
        <strong>{says}</strong>
      </p>
      <div class="technician-actions">
        <TechnicianButton pictogram="back" text={less(large)} onTouch={() => onStep(-large)} />
        <TechnicianButton pictogram="back" text={less(small)} onTouch={() => onStep(-small)} />
        <TechnicianButton pictogram="enter" text={more(small)} onTouch={() => onStep(small)} />
        <TechnicianButton pictogram="enter" text={more(large)} onTouch={() => onStep(large)} />
      </div>
    </div>
  );
}

type TechnicianSaidProps = { level: PictogramName; strong: string; rest?: string };

export function TechnicianSaid({ level, strong, rest = '' }: TechnicianSaidProps) {
  return (
    <div class="pairing-said" data-level={level} role="status">
      <Pictogram name={level} />
      <div class="pairing-words">
        <p>
          <strong>{strong}</strong>
        </p>
        {rest !== '' && <p>{rest}</p>}
      </div>
    </div>
  );
}

type AdviceProps = {
  level: 'good' | 'attention';
  strong: string;
  rest?: string;
  onTouch?: (() => void) | undefined;
};

export function Advice({ level, strong, rest = '', onTouch }: AdviceProps) {
  const words = (
    <>
      <Pictogram name={level} />
      <span>
        <strong>{strong}</strong> {rest}
      </span>
    </>
  );
  if (onTouch === undefined)
    return (
      <div class="advice" data-whole data-level={level} role="status">
        {words}
      </div>
    );
  return (
    <button type="button" class="advice" data-level={level} onClick={onTouch}>
      {words}
      <Pictogram name="enter" />
    </button>
  );
}

type KeyProps = { disabled?: boolean; label?: string; onTouch: () => void; children: ComponentChildren };

/** A key of a keypad, which a person may press as fast as people type. */
export const Key = ({ disabled = false, label, onTouch, children }: KeyProps) => (
  <button type="button" class="key" data-pace="typing" disabled={disabled} aria-label={label} onClick={onTouch}>
    {children}
  </button>
);
