import { createContext, render } from 'preact';
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

/** The element in which a page draws its primary button; `null`: among the other buttons. */
export const PrimaryCorner = createContext<Element | null>(null);

export function TechnicianButton(props: TechnicianButtonProps) {
  const corner = useContext(PrimaryCorner);
  if (props.kind === 'primary' && corner !== null) return <InCorner corner={corner} {...props} />;
  return <Drawn {...props} />;
}

/**
 * Draws the button in the page's corner, from any part of the page. It is drawn before the page is measured, because a child's effect runs
 * first.
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
