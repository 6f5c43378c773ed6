import { Arch } from './arch.tsx';
import { Pictogram, type PictogramName } from './pictogram.tsx';

export type Step = {
  strong: string;
  rest?: string;
  command?: string;
};

export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol class="steps">
      {steps.map((step, index) => (
        <li key={step.strong} class="step">
          <Arch class="step-arch">
            <span aria-hidden="true">{index + 1}</span>
          </Arch>
          <span>
            <strong>{step.strong}</strong>{' '}
            {step.command !== undefined && (
              <code class="step-command" dir="ltr" translate={false}>
                {step.command.split(/ (?=--)/).map((part) => (
                  <span key={part}>{part} </span>
                ))}
              </code>
            )}{' '}
            <span data-gives="6">{step.rest}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

type NoteProps = Step & {
  pictogram: PictogramName;
  gives?: boolean;
};

export function Note({ pictogram, strong, rest = '', gives = false }: NoteProps) {
  return (
    <p class="note">
      <Pictogram name={pictogram} gives={4} />
      <span>
        <strong>{strong}</strong> <span data-gives={gives ? 6 : undefined}>{rest}</span>
      </span>
    </p>
  );
}
