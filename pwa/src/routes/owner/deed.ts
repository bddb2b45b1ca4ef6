/** What every part of the owner's page that does something is given. */
import type { OwnerPage } from '../../wire/types.gen'
import type { OpenProgress } from './progress'

export interface DeedProps {
  readonly page: OwnerPage
  readonly progress: OpenProgress
  readonly onDone: () => void
}
