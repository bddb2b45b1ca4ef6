/** Draws a part again only when one of its properties is another value: rows that nobody touched stay as they are. */
import { Component, type FunctionComponent } from 'preact'

export function memo<P extends object>(Part: FunctionComponent<P>): FunctionComponent<P> {
  class Kept extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const names = new Set([...Object.keys(this.props), ...Object.keys(next)]) as Set<keyof P>
      return [...names].some((name) => !Object.is((this.props as P)[name], next[name]))
    }
    override render() {
      return Part(this.props as never)
    }
  }
  return Kept as unknown as FunctionComponent<P>
}
