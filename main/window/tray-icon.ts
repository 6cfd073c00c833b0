/** `renderer/ui/logo.svg` as a PNG of 32 pixels, because the tray does not support SVG. */

export const trayIcon = [
  'data:image/png;base64,',
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAAEB0lEQVR4nMRXa2wUVRT+7syW2SlsH2BoMAFdsGqK1qqJjx+2',
  'TVppiEqDaYMKGjUxMcZnTCgxpmzQH7S+ovGXJBpfEC2KJGoMVlOb4A8bYxtlQQm7tlYCKOn2tZ1Zdu7l3NkHS2eWdpcpfJud',
  'uY+z83333HPOnVVwmeHLN6F1dt0N8DomWI1guIoJoaAACMY4ExgWTIQBZdDc0fG9mx1zjGztCmiaeJ8xtMFDCIG9pskeR3fH',
  'ZF4B2svd1WD8GyKvxgKARByFUO4xX9161CkgFFqkcW2AgdViAUEihkzVuI34ErKf3Vc/13Z4RS6yH6S+AukerZjhJsmVsU15',
  '4Jl3NK0iPk6TGi4SkqhU4TC5gmr/jD32l6FDp7E4VzM2hqmYleQFw84Cf/n0nSTNE/JyNYnWpWPoDkZR4Uva47GkD89HVuO7',
  'sUrELJVWzfz+pHaHAfSltkBBI7wA5WuSHvZGMJIll5Dtt4LHYIicmE9zKmnpjfAEArcsnkLAZzlmKkss3Fw6nWvaKG+pQsRw',
  'Ch6BpYPNDSrFwbnEYyfltaDqNh/6Q/HFSHBnfTMthj/iS4BZAr0VQLV3iV/HcxRwMvAykO2no2tS+TgLPniIDddfi9fXN+OR',
  'PZ/iyoEqXEdpmCTOCKVhmWqREMoAxuYWsLK8DKGmerRUr0aSc/wY+Rvbe/vxz/hEXvKa5Vfgw7YN0Et8eLN1I+p3fYzDM7pM',
  'OdvpY5aTPK+Ad+9rwToiz+DB2rVYputo/aTHlbxS92Pf5nab/L/pONp3fwGLhLN0wOVeZ8MRA1Jk8zVBh2HTmiAUlxXIsc8e',
  'uB+rKspsb7UR+fHJKcwXTgHSZS6ZlLCsbD3PxWvrm3DX1Svt9rNfH8Avo8dRCBwCOLH/cCzqMPSpCm6sWn7e2Ja6G/DU7bfa',
  '7fcGfsMHvw6hUNing6+huZ3WvjYzeHB4FCsCASwr1cmtwvbKIlXFptoaTBgm6oOr0EDfrpYmKi4MB0dGseXz/RcoQa44lOzv',
  '3esahDLaH+7Zn+3LCD/w2EO2oLfvXXee7b8Tk9i050vbc8VgXoUofOp/vPhtr+tcX2QYp+MzKBbzLkRyC9xQ5r+4UzwjIDKX',
  '4Ykp99Q6OTWNosCEHen2FnDBBuey/yk6gpGYsxLuC/+JYpDhTHlA5YPgFw4HWQcadn2EJynt6lZUIToWQ8/vh/EzZUBRkJzI',
  'qY9a586vqNOKSwGB3cYr2zbLZnbZpqI9SpUujAUGcRwxVOOJTP+c30MvxIQi2skgjgWCfDZxbKS34bhTACEReilsnlhawSE6',
  'qa6cgUeQz6KCup1exQPEcSR3juX9VcfOcq2EN9BxV09m9CcVKgoAvQDL02uI7v0JE33o2jbuZsdwmXEWAAD//7g3/bEAAAAG',
  'SURBVAMARkp0aH0qMQEAAAAASUVORK5CYII=',
].join('');
