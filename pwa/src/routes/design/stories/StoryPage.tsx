/** One story: the technician's face over a phone that answers from memory. Its paths stay inside of the story. */
import { useMemo, useState } from 'preact/hooks'
import { Face } from '../../technician/Face'
import { EmptyState } from '../../../ui/Surface'
import { bookOpen } from '../../../ui/icons'
import { fakePhone } from './fakePhone'
import { stateOf, STORIES } from './stories'

export function StoryPage({ name }: { name: string }) {
  const phone = useMemo(() => {
    const state = stateOf(name, Date.now())
    return state === null ? null : fakePhone(state)
  }, [name])
  const [path, go] = useState(STORIES[name]?.path ?? '/t')
  if (phone === null) return <main><EmptyState icon={bookOpen} title={name} /></main>
  return (
    <Face
      ground={{
        phone,
        path,
        go: (to) => go(to),
        back: (home) => go(home),
        ownerLink: async () => '/o#7f3k-91xq-story',
        profile: async () => ({ skills: [{ trade: 'PLB', level: 3 }, { trade: 'PMP', level: 3 }, { trade: 'GEN', level: 2 }], expiring: ['C-HLTH'], onBreak: false, offDuty: false }),
        changeDuty: async () => undefined,
        push: { state: async () => STORIES[name]?.push ?? 'off', on: async () => 'on', off: async () => 'off' },
        leave: async () => undefined,
      }}
    />
  )
}
