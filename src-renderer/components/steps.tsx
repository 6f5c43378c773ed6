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
            <strong>{step.strong}</strong> <span data-gives="6">{step.rest}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

type NoteProps = Step & {
  pictogram: PictogramName;
  /** The rest is left out where a screen has no room for it. */
  gives?: boolean;
};

/** One sentence beside a pictogram. */
export function Note({ pictogram, strong, rest, gives = false }: NoteProps) {
  return (
    <p class="note">
      <Pictogram name={pictogram} gives={4} />
      <span>
        <strong>{strong}</strong> <span {...(gives && { 'data-gives': '6' })}>{rest}</span>
      </span>
    </p>
  );
}
