import { Arch } from './arch.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

export type Step = { strong: string; rest: string };

/** What to do, in order; the first word carries it. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol class="steps">
      {steps.map((step, index) => (
        <li key={step.strong} class="step">
          <Arch class="step-arch">
            <span aria-hidden="true">{index + 1}</span>
          </Arch>
          <span>
            <strong>{step.strong}</strong> {step.rest}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** One sentence beside a pictogram. */
export function Note({ pictogram, strong, rest }: Step & { pictogram: PictogramName }) {
  return (
    <p class="note">
      <Pictogram name={pictogram} />
      <span>
        <strong>{strong}</strong> {rest}
      </span>
    </p>
  );
}
