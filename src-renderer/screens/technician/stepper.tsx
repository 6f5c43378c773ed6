import { TechnicianButton } from './technician-button.tsx';

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
