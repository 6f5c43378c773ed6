import { Pictogram } from '../../components/pictogram.tsx';

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
