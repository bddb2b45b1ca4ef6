/** A failure on an office screen: what happened, what was kept, what to do. */
import { problems } from '../../text/problems'
import { language } from '../../text'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { Banner } from '../../ui/Surface'
import { ApiProblem, Unreachable } from '../../wire/client'

export interface OopsProps {
  readonly problem: unknown
  readonly onRetry?: (() => void) | undefined
}

/** Title and body of a failure, from the server's own sentence when there is one. */
export function saying(problem: unknown): { title: string; body: string } {
  if (problem instanceof Unreachable) return { title: o('offlineTitle'), body: o('offlineBody') }
  if (problem instanceof ApiProblem) {
    if (problem.code === 'stale') return { title: o('staleTitle'), body: o('staleBody') }
    if (problem.status === 404) return { title: o('missingTitle'), body: o('missingBody') }
    const known = (problems[language.get()] as Readonly<Record<string, string>>)[problem.code]
    return { title: problem.title || known || o('wentWrong'), body: [problem.detail, o('kept')].filter(Boolean).join(' ') }
  }
  return { title: o('wentWrong'), body: o('kept') }
}

export function Oops({ problem, onRetry }: OopsProps) {
  if (problem === null || problem === undefined) return null
  const { title, body } = saying(problem)
  return (
    <Banner tone={problem instanceof Unreachable ? 'offline' : 'late'} title={title} live action={onRetry && <Button small onClick={onRetry}>{o('reload')}</Button>}>
      {body}
    </Banner>
  )
}
