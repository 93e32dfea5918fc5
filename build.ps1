<#
.SYNOPSIS
    The repository's commands by name, for PowerShell. Each is one command that works without this script.
.EXAMPLE
    ./build.ps1 test
.EXAMPLE
    ./build.ps1 run --broker mqtt://192.168.1.10:1883
#>
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'soak', 'run', 'pack', 'device', 'ci', 'clean')]
    [string] $Command = 'build',

    [Parameter(Position = 1, ValueFromRemainingArguments)]
    [string[]] $Rest = @()
)

Push-Location $PSScriptRoot
try {
    switch ($Command) {
        'build'  { dotnet build @Rest }
        'test'   { dotnet test @Rest }
        'soak'   { dotnet test -s tests/soak.runsettings @Rest }
        'run'    { dotnet run --project samples/Telemetry -f net10.0 -- @Rest }
        'pack'   { dotnet pack -c Release -p:NanoPackages=true @Rest }
        'device' { dotnet build -c Release -p:NanoPackages=true @Rest }
        'ci'     { bash .ci/run @Rest }
        'clean'  { dotnet clean @Rest }
    }
}
finally {
    Pop-Location
}
exit $LASTEXITCODE
