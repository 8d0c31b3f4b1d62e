@echo off
rem Starts Verisim. Builds it with Maven on first use; delete benchmarks\target\dist to have it built again.
setlocal
set "HOME_DIR=%~dp0"
set "DIST=%HOME_DIR%benchmarks\target\dist"
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java.exe")
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo verisim: no java found; install a JDK 17 or newer or set JAVA_HOME 1>&2
    exit /b 2
)
if not exist "%DIST%\built" (
    echo building Verisim ^(the first time this fetches its libraries and takes some minutes^) ... 1>&2
    pushd "%HOME_DIR%"
    call mvnw.cmd -B -q -Dquick -DskipTests package 1>&2
    if errorlevel 1 (
        popd
        echo verisim: the build failed; see above 1>&2
        exit /b 2
    )
    popd
    echo built> "%DIST%\built"
)
set "COMMIT="
for /f %%c in ('git -C "%HOME_DIR%." rev-parse HEAD 2^>nul') do set "COMMIT=%%c"
set "DIRTY="
for /f "delims=" %%s in ('git -C "%HOME_DIR%." status --porcelain -- ":(glob)*/src/main/**" ":(glob)**/pom.xml" 2^>nul') do set "DIRTY=-dirty"
if not defined COMMIT set "DIRTY="
"%JAVA%" -Xmx2g -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED ^
    --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Djava.awt.headless=true ^
    -Dorg.bytedeco.javacpp.maxbytes=0 -Dorg.bytedeco.javacpp.maxphysicalbytes=0 ^
    -Dverisim.commit=%COMMIT%%DIRTY% %VERISIM_JAVA_OPTIONS% -cp "%DIST%\lib\*;%VERISIM_CLASSPATH%" verisim.benchmarks.cli.Main %*
exit /b %ERRORLEVEL%
