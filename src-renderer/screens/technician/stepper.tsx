import { TechnicianButton } from './technician-button.tsx';

type StepperProps = {
  /** The small and the large amount by which the buttons change the length. */
  steps: readonly [number, number];
  /** The text of a button; `by` is always positive. */
  less: (by: number) => string;
  more: (by: number) => string;
  says: string;
  onStep: (by: number) => void;
};

/** Large buttons that change a length. */
export function Stepper({ steps: [small, large], less, more, says, onStep }: StepperProps) {
  return (
    <div class="stepper" data-together>
      <p role="status">
        <strong>{says}</strong>
      </p>
      <div class="technician-actions">
        <TechnicianButton kind="secondary" pictogram="back" text={less(large)} onTouch={() => onStep(-large)} />
        <TechnicianButton kind="secondary" pictogram="back" text={less(small)} onTouch={() => onStep(-small)} />
        <TechnicianButton kind="secondary" pictogram="enter" text={more(small)} onTouch={() => onStep(small)} />
        <TechnicianButton kind="secondary" pictogram="enter" text={more(large)} onTouch={() => onStep(large)} />
      </div>
    </div>
  );
}
