/** One icon, 24 px with a 1.75 stroke. With a label it is an image that speaks; without one it is decoration. */
import { createElement } from 'preact'

export type IconNode = readonly (readonly [string, Readonly<Record<string, string | number>>])[]

export interface IconProps {
  of: IconNode
  label?: string | undefined
  size?: number
  class?: string
}

export function Icon({ of, label, size = 24, class: extra }: IconProps) {
  const spoken = label === undefined ? { 'aria-hidden': true as const } : { role: 'img' as const, 'aria-label': label }
  return (
    <svg
      class={extra === undefined ? 'icon' : `icon ${extra}`}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      {...spoken}
    >
      {of.map(([name, attributes], n) => createElement(name, { ...attributes, key: n }))}
    </svg>
  )
}
