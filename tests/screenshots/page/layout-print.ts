import { type Box, boxOf } from './geometry.ts';
import type { Survey } from './survey.ts';
import { nameOf } from './texts.ts';

const placeOf = ({ left, top, right, bottom }: Box): string =>
  [left, top, right - left, bottom - top].map((px) => Math.round(px)).join(' ');

const BOX_STYLES = [
  'background-color',
  'background-image',
  'border-top',
  'border-right',
  'border-bottom',
  'border-left',
  'border-radius',
  'box-shadow',
  'filter',
  'opacity',
  'clip-path',
] as const;

const stylesOf = (style: CSSStyleDeclaration, names: readonly string[]): string =>
  names.map((name) => style.getPropertyValue(name)).join('; ');

function drawnAround(): string[] {
  return [...document.body.querySelectorAll('*')].flatMap((element) =>
    (['::before', '::after'] as const).flatMap((where) => {
      const style = getComputedStyle(element, where);
      if (style.content === 'none' || style.content === 'normal') return [];
      const size = `${Math.round(Number.parseFloat(style.width))} ${Math.round(Number.parseFloat(style.height))}`;
      return [`${nameOf(element)}${where} ${style.content} ${size} ${stylesOf(style, BOX_STYLES)}`];
    }),
  );
}

/**
 * Describes everything visible: position to the pixel and colours of each line, box, drawing and target. Unlike smoothed pixels, the
 * description is equal on all machines with the same fonts.
 */
export function layoutPrint({ lines, targets, boxes, drawn }: Survey): string[] {
  return [
    ...lines.map(({ element, text, box }) => {
      const style = getComputedStyle(element);
      const type = stylesOf(style, ['font-size', 'font-weight', 'color', 'fill', 'text-decoration-line']);
      return `line ${placeOf(box)} ${text} ${type}`;
    }),
    ...boxes.map(({ element, box }) => `box ${placeOf(box)} ${stylesOf(getComputedStyle(element), BOX_STYLES)}`),
    ...drawn.map(({ element, box }) => {
      const style = getComputedStyle(element);
      return `drawing ${placeOf(box)} ${element.getAttribute('d') ?? element.tagName} ${stylesOf(style, ['fill', 'stroke', 'stroke-width', 'opacity'])}`;
    }),
    ...targets.map(({ element, box, name }) => {
      const seen = element.getBoundingClientRect();
      return `target ${placeOf(boxOf(seen))} ${placeOf(box)} ${name}`;
    }),
    ...drawnAround(),
  ];
}
