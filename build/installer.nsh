# What the Windows installer does beyond copying files: paxboard: links, and the firewall.
# electron-builder puts these macros into its own script. $installMode is "all" only if an administrator agreed.

!define INVITE_KEY "Software\Classes\paxboard"
!define FIREWALL "$SYSDIR\netsh.exe advfirewall firewall"

# All rules for this program, whatever their name: if somebody once answered "Cancel" to Windows' own question, there is
# one that blocks, and it would be stronger than ours.
!macro forgetFirewallRules
  nsExec::Exec '${FIREWALL} delete rule name=all dir=in program="$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
  Pop $R0
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "${INVITE_KEY}" "" "URL:Paxboard invite"
  WriteRegStr SHELL_CONTEXT "${INVITE_KEY}" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "${INVITE_KEY}\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHELL_CONTEXT "${INVITE_KEY}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'

  # Private and company networks only. Without a protocol and a port the rule is for all that this program listens on:
  # the ports of direct connections are not known before they are made.
  ${if} $installMode == "all"
    !insertmacro forgetFirewallRules
    nsExec::Exec '${FIREWALL} add rule name="Paxboard" dir=in action=allow profile=private,domain program="$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
    Pop $R0
    ${if} $R0 != "0"
      MessageBox MB_OK|MB_ICONINFORMATION "Paxboard is installed, but Windows' firewall could not be told about it.$\r$\n$\r$\nWindows asks when Paxboard starts: allow it on private networks. Other devices can not reach this one before that." /SD IDOK
    ${endif}
  ${endif}
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "${INVITE_KEY}"
  # Paxboard itself registers for the person who starts it.
  DeleteRegKey HKCU "${INVITE_KEY}"
  ${if} $installMode == "all"
    !insertmacro forgetFirewallRules
  ${endif}
!macroend
