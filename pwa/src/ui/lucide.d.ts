declare module 'lucide/dist/esm/icons/*.mjs' {
  const node: readonly (readonly [string, Readonly<Record<string, string | number>>])[]
  export default node
}
