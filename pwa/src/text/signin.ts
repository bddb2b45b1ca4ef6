/** Words of the first page. */
export const signin = {
  zh: {
    title: '登录上门',
    lead: '给上门维修的人和等人上门的人。',
    login: '账号',
    password: '密码',
    enter: '登录',
    missing: '请填写账号和密码。',
    unreachable: '连不上服务器。联网后再试；本机上未发送的工作不会丢。',
    language: '语言',
  },
  en: {
    title: 'Sign in to Doorstep',
    lead: 'For the people who repair homes, and the people who wait for them.',
    login: 'Login',
    password: 'Password',
    enter: 'Sign in',
    missing: 'Please enter login and password.',
    unreachable: 'The server cannot be reached. Try again with a connection; unsent work on this phone is safe.',
    language: 'Language',
  },
} as const
