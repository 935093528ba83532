package org.cofferdam.connector.docker;

import org.cofferdam.connector.contract.IsolationContract;
import org.cofferdam.connector.contract.PlatformUnderTest;

class DockerIsolationIT extends IsolationContract {

    @Override
    protected PlatformUnderTest platform() throws Exception {
        return new DockerUnderTest();
    }
}
