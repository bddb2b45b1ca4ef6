/** The wire as pages see it: calls, problems, session, streams, pictures. */
export { blobUrl } from './pictures'
export { ApiProblem, api, speak, Unreachable, withToken } from './request'
export { changeMe, needsLogin, restore, session, signIn, signOut } from './session'
export { stream } from './stream'
