import { Box, Center, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Sign } from '../components/icons.tsx'
import { LanguageChoice } from '../layout/language-choice.tsx'
import { texts } from '../texts/index.ts'

/** A page without a menu, for those who cannot go anywhere yet. */
export function FrontPage(props: {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.title = props.title
  }, [props.title])
  return (
    <Box component="main" maw="27rem" mx="auto" px="md" py={{ base: 'xl', sm: '12vh' }}>
      <Stack gap="lg">
        <Group gap="sm" justify="center">
          <Sign />
          <Text fw={700} size="xl">
            {texts.product}
          </Text>
        </Group>
        <Paper p={{ base: 'lg', sm: 'xl' }} shadow="sm">
          <Stack gap="md">
            <div>
              <Title order={1} size="h3">
                {props.title}
              </Title>
              <Text c="dimmed">{props.text}</Text>
            </div>
            {props.children}
          </Stack>
        </Paper>
        <Center>
          <LanguageChoice />
        </Center>
      </Stack>
    </Box>
  )
}
