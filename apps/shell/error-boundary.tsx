import { Component } from 'react'
import type { ReactNode } from 'react'

type Props = { resetKey: string; fallback: (retry: () => void) => ReactNode; children: ReactNode }

/** One broken page never takes the shell with it; moving to another page clears it. React offers this as a class only. */
export class ErrorBoundary extends Component<Props, { failedAt: string | null }> {
  override state: { failedAt: string | null } = { failedAt: null }

  static getDerivedStateFromError() {
    return { failedAt: '' }
  }

  static getDerivedStateFromProps(props: Props, state: { failedAt: string | null }) {
    if (state.failedAt === null) return null
    if (state.failedAt === '') return { failedAt: props.resetKey }
    return state.failedAt === props.resetKey ? null : { failedAt: null }
  }

  override render() {
    if (this.state.failedAt === null) return this.props.children
    return this.props.fallback(() => this.setState({ failedAt: null }))
  }
}
